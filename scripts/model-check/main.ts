// `npm run model:check -- FOLDER` looks at a model folder as a server would use it (docs/own-models.md).
import { run } from './command.js';
import { evaluate } from './evaluation.js';

process.exitCode = await run(process.argv.slice(2), { evaluate, print: console.log, complain: console.error });
