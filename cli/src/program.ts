import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { backup } from './commands/backup.js';
import { detect } from './commands/detect.js';
import { exportService } from './commands/export.js';
import { importService } from './commands/import.js';
import { indexFile } from './commands/index-file.js';
import { jobs } from './commands/jobs/index.js';
import { keys } from './commands/keys/index.js';
import { models } from './commands/models/index.js';
import { search } from './commands/search.js';
import { services } from './commands/services/index.js';
import { tag } from './commands/tag.js';
import { endAs, endingOf, exitCodes, explain } from './failures.js';
import { colours, remark } from './output/print.js';

const { version } = z.object({ version: z.string() }).parse(createRequire(import.meta.url)('../package.json'));

const help = `
Set OPENFASHION_APP_KEY and OPENFASHION_SECRET_KEY once (npx openfashion keys create makes a pair), then:
  openfashion services create my-shop
  openfashion index products.jsonl --service my-shop
  openfashion search --service my-shop --image street.jpg --limit 5

Exit codes:
${Object.values(exitCodes)
  .map(({ code, meaning }) => `  ${String(code).padEnd(4)}${meaning}`)
  .join('\n')}`;

function createProgram(): Command {
  const program = new Command('openfashion')
    .description('Use and operate an OpenFashion server')
    .version(version)
    .addCommand(services())
    .addCommand(indexFile())
    .addCommand(jobs())
    .addCommand(search())
    .addCommand(detect())
    .addCommand(tag())
    .addCommand(keys())
    .addCommand(models())
    .addCommand(exportService())
    .addCommand(importService())
    .addCommand(backup())
    .addHelpText('after', help);
  settle(program);
  return program;
}

/** What every command does alike: commander inherits these only to commands that it makes itself. */
function settle(command: Command): void {
  command.exitOverride().showHelpAfterError('(--help shows how)').helpCommand(false);
  for (const child of command.commands) settle(child);
}

/** Run the command that the arguments name; the outcome is in `process.exitCode`. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(argv);
  } catch (error) {
    // Commander has said what it has to say.
    if (error instanceof CommanderError) return endAs(error.exitCode === 0 ? 'ok' : 'usage');
    remark(`${colours(process.stderr).red('error')} ${explain(error)}`);
    endAs(endingOf(error));
  }
}
