import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageName } from '../../../scripts/images/images.js';
import { send } from '../../harness/rest.js';
import { healthCommand, ImageProcess, type Laid } from './image-process.js';

/** Settings of every process of a run. */
export const loopback = { OPENFASHION_HOST: '127.0.0.1', OPENFASHION_LOG_LEVEL: 'warn' } as const;

export type Environment = Readonly<Record<string, string>>;

/** Processes of images on this machine; what was opened goes with the run. */
export class ChrootRun implements AsyncDisposable {
  readonly #laid: Laid;
  readonly #opened: AsyncDisposable[] = [];

  constructor(laid: Laid) {
    this.#laid = laid;
  }

  /** Have something closed with the run. */
  keep<Opened extends AsyncDisposable>(opened: Opened): Opened {
    this.#opened.push(opened);
    return opened;
  }

  async newFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'openfashion-'));
    this.keep({ [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) });
    return folder;
  }

  start(name: ImageName, environment: Environment, data?: string): ImageProcess {
    return this.keep(new ImageProcess(this.#laid, name, { environment, ...(data !== undefined && { data }) }));
  }

  /** Run a command on the files of an image to its end. @returns what it printed @throws Error when it fails */
  async ran(name: ImageName, command: readonly string[], environment: Environment = {}): Promise<string> {
    await using process = new ImageProcess(this.#laid, name, { command, environment });
    const code = await process.exit;
    if (code === 0) return process.lines.join('\n');
    throw new Error(`${name}: ${command.join(' ')} ended with ${code}: ${process.errors.join('\n')}`);
  }

  /** See that a process is ready, for itself and for the image's own check. @throws Error when it is not */
  async ready(name: ImageName, environment: Environment): Promise<void> {
    const port = environment['OPENFASHION_OPERATOR_PORT'] ?? environment['OPENFASHION_PORT'];
    const { status, text } = await send(`http://127.0.0.1:${port}`, { path: '/readyz' });
    if (status !== 200) throw new Error(`${name}: /readyz is ${status} ${text}`);
    await this.ran(name, healthCommand(name), environment);
    say(name, `/readyz ${status} ${text}`);
  }

  /** Tell a process to stop. @throws Error when it does not end as it should */
  async end(name: ImageName, process: ImageProcess): Promise<void> {
    const code = await process.stop();
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${process.errors.slice(-3).join('\n')}`);
    say(name, 'told to stop, ended with 0');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const opened of this.#opened.reverse()) await opened[Symbol.asyncDispose]();
  }
}

export const say = (image: string, what: string) => console.log(`${image.padEnd(12)}${what}`);
