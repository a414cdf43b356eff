import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ModelProcess } from '../../../packages/inference/src/process/model-process.js';
import { time } from '../pairs.js';
import { models } from './places.js';

const terminating = fileURLToPath(new URL('./terminate.mjs', import.meta.url));

/** How a process ended whose worker thread was terminated while it ran the detector. */
export async function terminateThread(): Promise<string> {
  const [{ path, manifest } = never()] = models;
  const child = spawn(process.execPath, [terminating, JSON.stringify({ path, input: manifest.input })], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [code, signal] = await once(child, 'exit');
  return signal ?? (code === 0 ? 'lived on' : `exit code ${code}`);
}

export interface Recovery {
  /** From the signal to the failure of the run in hand, and from there until the model serves again. */
  readonly failed: number;
  readonly back: number;
}

/** Kill the detector's process (SIGKILL), or let it hang (SIGSTOP) past a run's limit of half a second. */
export async function loseProcess(signal: 'SIGKILL' | 'SIGSTOP'): Promise<Recovery> {
  const [model = never()] = models;
  const { width, height } = model.manifest.input;
  const data = new Uint8Array(width * height * 3);
  const lost = await ModelProcess.start({ model, provider: 'cpu', threads: 1, warm: [1, 2, 4], runTimeout: 500 });
  try {
    const inHand = lost.run([data]);
    const failed = await time(() => {
      process.kill(lost.pid ?? never(), signal);
      return inHand.then(never, () => {});
    });
    const back = await time(async () => {
      await lost.ready();
      await lost.run([data]);
    });
    return { failed, back };
  } finally {
    await lost.close();
  }
}

function never(): never {
  throw new Error('this cannot be');
}
