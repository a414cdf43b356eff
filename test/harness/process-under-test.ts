import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds, descendants, isStopped, residentBytes } from './proc.js';

/** What a process holds, as Linux counts it. */
export interface Holdings {
  /** Resident memory of the process and its model processes together, in bytes. */
  readonly residentBytes: number;
  /** Resident memory of its own process, in bytes. */
  readonly ownBytes: number;
  /** Open files, sockets and pipes of its own process. */
  readonly handles: number;
}

/** A process of the product, or a server that it needs, so that it can be stopped, killed, suspended and weighed. */
export class ProcessUnderTest implements AsyncDisposable {
  readonly child: ChildProcess;
  /** Lines of standard output so far. */
  readonly lines: string[] = [];
  /** Lines of standard error (the log) so far. */
  readonly errors: string[] = [];
  /** The exit code, or the signal that ended it. */
  readonly exit: Promise<number | string | null>;
  readonly #printed = new EventEmitter();
  #isToldToEnd = false;
  #hasEndedByItself = false;

  /**
   * @param command its file in `dist/`, or a program and its arguments
   * @param environment what it gets beside the variables of this process
   */
  constructor(command: string | readonly [string, ...string[]], environment: Readonly<Record<string, string>>) {
    const [program, ...rest] = typeof command === 'string' ? [process.execPath, command] : command;
    this.child = spawn(program, rest, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    this.child.once('exit', () => {
      this.#hasEndedByItself = !this.#isToldToEnd;
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

  /** Whether it has ended though nobody here made it. */
  get hasEndedByItself(): boolean {
    return this.#hasEndedByItself;
  }

  /** The first printed line with this in it, or one of those after it. */
  async line(part: string, after = 0): Promise<string> {
    for (;;) {
      const found = this.lines.filter((line) => line.includes(part))[after];
      if (found !== undefined) return found;
      const ended = this.exit.then((code) => {
        throw new Error(`the process ended with ${code}: ${this.errors.slice(-3).join('\n')}`);
      });
      await Promise.race([once(this.#printed, 'line'), ended]);
    }
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

  /** Ids of the processes that it started, and theirs. */
  children(): Promise<number[]> {
    return descendants(this.child.pid ?? 0);
  }

  /** Processor time that it and the processes that it started have taken so far. */
  async cpuSeconds(): Promise<number> {
    const family = [this.child.pid ?? 0, ...(await this.children())];
    return (await Promise.all(family.map(cpuSeconds))).reduce((sum, seconds) => sum + seconds, 0);
  }

  /** End it as a power switch would; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#isToldToEnd = true;
    this.child.kill('SIGKILL');
    await this.exit;
  }

  /** Ask it to stop; resolves to its exit code, 0 when everything accepted was finished. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string | null> {
    this.#isToldToEnd = true;
    this.child.kill(signal);
    return this.exit;
  }

  /**
   * Stand still, as a machine that hangs: connections stay, nothing is answered. Resolves when all of its threads do: on a busy
   * machine one may still answer.
   */
  async suspended(): Promise<void> {
    this.child.kill('SIGSTOP');
    while (!(await isStopped(this.child.pid ?? 0))) await pause(1);
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
