import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/openfashion.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  /** Resolves when standard error has this text. */
  stderrHas(text: string): Promise<void>;
  stop(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

interface Options {
  /** Settings `OPENFASHION_*` and such, beside the plain environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard input, whole. */
  readonly input?: string;
}

/** Start the built command, in an environment without settings of its own. */
export function startCli(args: readonly string[], { env = {}, cwd, input }: Options = {}): RunningCli {
  const plain = Object.entries(process.env).filter(([name]) => !/^(OPENFASHION_|NO_COLOR|FORCE_COLOR)/.test(name));
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...Object.fromEntries(plain), ...env },
    ...(cwd !== undefined && { cwd }),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that does not read it may be gone before.
  child.stdin.on('error', () => {}).end(input);
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, ...text }));
  return {
    async stderrHas(wanted) {
      while (!text.stderr.includes(wanted)) {
        const more = once(child.stderr, 'data').then(() => true);
        if (!(await Promise.race([more, ended.then(() => false)]))) {
          throw new Error(`ended without ${JSON.stringify(wanted)}: ${text.stderr}`);
        }
      }
    },
    stop: (signal) => void child.kill(signal),
    ended,
  };
}

export const runCli = (args: readonly string[], options?: Options): Promise<Ended> => startCli(args, options).ended;
