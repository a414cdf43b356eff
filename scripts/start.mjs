// `npm start` on a fresh clone: install what is missing, build what changed, run the single node
// in this very process, so that signals reach it.
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const npm = (...args) => execFileSync('npm', args, { stdio: ['ignore', 'inherit', 'inherit'] });

if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  console.log('Installing packages …');
  npm('ci', '--no-progress');
}
console.log('Building what changed …');
npm('run', 'build', '--silent', '--', '--output-logs=errors-only', '--log-order=grouped');
await import('../services/standalone/dist/main.js');
