import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from './client.js';

const main = fileURLToPath(new URL('../../services/standalone/dist/main.js', import.meta.url));

/** Settings of a server whose shops are on this machine: no samples, pictures from loopback, warnings only. */
export const shopSettings = {
  OPENFASHION_SAMPLES: 'false',
  OPENFASHION_DOWNLOAD_ALLOW_CIDRS: '127.0.0.0/8',
  OPENFASHION_LOG_LEVEL: 'warn',
} as const;

/** What a process holds, as Linux counts it. */
export interface Holdings {
  /** Resident memory of the server and its model processes together, in bytes. */
  readonly residentBytes: number;
  /** Resident memory of the server's own process, in bytes. */
  readonly ownBytes: number;
  /** Open files, sockets and pipes of the server's own process. */
  readonly handles: number;
}

/**
 * The product as a person starts it, from `dist/` in a process of its own, so that it can be killed and weighed.
 * Its settings are the defaults but for a free port, what `environment` says, and the variables of this process.
 */
export class ServerProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  /** Lines of standard output so far. */
  readonly lines: string[] = [];
  /** Lines of standard error (the log) so far. */
  readonly errors: string[] = [];
  /** The exit code, or the signal that ended it. */
  readonly exit: Promise<number | string | null>;
  readonly #printed = new EventEmitter();

  /** @param directory its data folder */
  constructor(directory: string, environment: Readonly<Record<string, string>> = {}) {
    this.child = spawn(process.execPath, [main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, OPENFASHION_DATA_DIR: directory, OPENFASHION_PORT: '0', ...environment },
    });
    this.exit = new Promise((resolve) => this.child.once('close', (code, signal) => resolve(signal ?? code)));
    if (this.child.stderr) createInterface({ input: this.child.stderr }).on('line', (line) => this.errors.push(line));
    if (this.child.stdout) {
      createInterface({ input: this.child.stdout }).on('line', (line) => {
        this.lines.push(line);
        this.#printed.emit('line');
      });
    }
  }

  /** The first printed line with this in it, or one of those after it. */
  async line(part: string, after = 0): Promise<string> {
    for (;;) {
      const found = this.lines.filter((line) => line.includes(part))[after];
      if (found !== undefined) return found;
      const ended = this.exit.then((code) => {
        throw new Error(`the server ended with ${code}: ${this.errors.slice(-3).join('\n')}`);
      });
      await Promise.race([once(this.#printed, 'line'), ended]);
    }
  }

  /** Where it listens, once it is ready. */
  async baseUrl(): Promise<string> {
    return (await this.line('OpenFashion is ready at ')).split(' at ')[1] ?? '';
  }

  /** A client with the key pair of the user, which only the first start on a folder prints. */
  firstClient(): Promise<Client> {
    return this.#client(0);
  }

  /** A client with the key pair of the sample catalogue, printed after the user's. */
  sampleClient(): Promise<Client> {
    return this.#client(1);
  }

  async #client(pair: number): Promise<Client> {
    const baseUrl = await this.baseUrl();
    const word = async (label: string) => (await this.line(label, pair)).trim().split(/\s+/).at(-1) ?? '';
    return createClient(baseUrl, { appKey: await word('  app key '), secretKey: await word('  secret key ') });
  }

  /** What it holds now. */
  async holdings(): Promise<Holdings> {
    const own = this.child.pid ?? 0;
    const family = [own, ...(await descendants(own))];
    const resident = await Promise.all(family.map(residentBytes));
    return {
      residentBytes: resident.reduce((sum, bytes) => sum + bytes, 0),
      ownBytes: resident[0] ?? 0,
      handles: (await readdir(`/proc/${own}/fd`)).length,
    };
  }

  /** End it as a power switch would; resolves when it is gone. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exit;
  }

  /** Ask it to stop; resolves to its exit code, 0 when everything accepted was finished. */
  async stop(): Promise<number | string | null> {
    this.child.kill('SIGTERM');
    return this.exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Processes that this one started, and theirs. */
export async function descendants(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => ''));
  const children = (await Promise.all(lists)).join(' ').split(/\s+/).filter(Boolean).map(Number);
  return [...children, ...(await Promise.all(children.map(descendants))).flat()];
}
