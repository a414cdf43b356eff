import { ContractError, PortFailure } from '@openfashion/contract';
import { printable } from './output/text.js';

/** How the process ends; shown in `openfashion --help`. */
export const exitCodes = {
  ok: { code: 0, meaning: 'done' },
  refused: { code: 1, meaning: 'the server answered an error, or lines of an index file failed' },
  usage: { code: 2, meaning: 'the command line or a variable is wrong' },
  unreachable: { code: 3, meaning: 'the server cannot be reached, or is not a server of this API' },
  hungUp: { code: 129, meaning: 'stopped because its terminal was closed (SIGHUP)' },
  interrupted: { code: 130, meaning: 'stopped by Ctrl-C; an index job that was accepted goes on' },
  terminated: { code: 143, meaning: 'stopped by the system (SIGTERM)' },
} as const;

export type Ending = keyof typeof exitCodes;

/** Say how the process ends when everything is written. */
export function endAs(ending: Ending): void {
  process.exitCode = exitCodes[ending].code;
}

/** The command line, or a file or variable that it names, is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** No answer, or none of this API. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** The server's refusal: a header of the contract whose `isSuccessful` is false (rules 1.1, 1.5). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly resultCode: number,
    readonly resultMessage: string,
    detail: string | undefined,
  ) {
    super(`${resultMessage} (${resultCode})${detail === undefined ? '' : `: ${detail}`}`);
  }
}

const fileProblems: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
  ENOTDIR: 'what stands before it is no folder',
};

/** Why a file cannot be read or written. */
export function fileProblem(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return fileProblems[code] ?? String(cause);
}

/** How the process ends after this error. */
export function endingOf(error: unknown): Ending {
  if (error instanceof UsageError) return 'usage';
  if (error instanceof Unreachable || error instanceof PortFailure) return 'unreachable';
  return 'refused';
}

/** One line for a person: what was wrong, never where in the code it was noticed. */
export function explain(error: unknown): string {
  if (error instanceof ContractError) return printable(`${error.result}: ${error.detail}`);
  return printable(error instanceof Error ? error.message : String(error));
}
