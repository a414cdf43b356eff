import { run } from './program.js';

// A reader that has seen enough, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// Nor is a terminal that is gone: what is being undone then has nobody to tell.
process.stderr.on('error', () => {});

await run(process.argv);
