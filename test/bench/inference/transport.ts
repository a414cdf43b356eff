import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { median } from '../../harness/figures.js';
import { time } from '../pairs.js';

const echo = fileURLToPath(new URL('./echo.mjs', import.meta.url));
/** One input of the detector. */
const bytes = 416 * 416 * 3;

export interface Transport {
  /** Milliseconds per input: until the answer is there, and of this process's processor time. */
  readonly wall: number;
  readonly processor: number;
}

/** What it costs to bring a batch to another process and hear of it, as a message or through a pipe. */
export async function transport(size: number, rounds: number): Promise<Record<'message' | 'pipe', Transport>> {
  const child = fork(echo, { serialization: 'advanced', execArgv: [], stdio: ['ignore', 2, 2, 'ipc', 'pipe'] });
  await once(child, 'message');
  const pipe = child.stdio[4];
  if (!(pipe instanceof Writable)) throw new Error('the fifth stream is no pipe');
  const inputs = Array.from({ length: size }, () => new Uint8Array(bytes).fill(127));
  const ways = {
    message: () => child.send({ data: size === 1 ? inputs[0] : Buffer.concat(inputs) }),
    pipe: () => {
      child.send({ wanted: size * bytes });
      for (const input of inputs) pipe.write(input);
    },
  };
  const found = { message: [] as Transport[], pipe: [] as Transport[] };
  for (let round = 0; round < 2 * rounds; round++) {
    // Each goes first in turn: the garbage of one is collected in the other's time.
    for (const way of round % 2 === 0 ? (['message', 'pipe'] as const) : (['pipe', 'message'] as const)) {
      const batches = Math.ceil(64 / size);
      const before = process.cpuUsage();
      const wall = await time(async () => {
        for (let batch = 0; batch < batches; batch++) {
          ways[way]();
          await once(child, 'message');
        }
      });
      const { user, system } = process.cpuUsage(before);
      found[way].push({ wall: wall / batches / size, processor: (user + system) / 1000 / batches / size });
    }
  }
  child.disconnect();
  const middle = (all: readonly Transport[]) => ({
    wall: median(all.map((one) => one.wall)),
    processor: median(all.map((one) => one.processor)),
  });
  return { message: middle(found.message), pipe: middle(found.pipe) };
}
