import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Unavailable } from '@openfashion/contract';
import { expect, test } from 'vitest';
import type { Manifest } from '../manifest.js';
import { type Model, ModelError, readModel } from '../read-model.js';
import { ModelProcess, type ModelProcessOptions, pauseBeforeStart } from './model-process.js';

const shipped = (name: string) => fileURLToPath(new URL(`../../../../models/${name}`, import.meta.url));
const embedder = () => readModel(shipped('embedder'), 'embed', 'cpu');
const start = async (more: Partial<ModelProcessOptions> = {}) =>
  ModelProcess.start({ model: await embedder(), provider: 'cpu', threads: 1, warm: [1], ...more });

const side = 224;
/** Something with structure, different for each seed. */
const input = (seed: number) =>
  Uint8Array.from({ length: side * side * 3 }, (_, index) => (index * (seed + 3) + (index >> 9) * 31) % 256);

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const pidOf = (running: ModelProcess) => {
  if (running.pid === undefined) throw new Error('there is no process');
  return running.pid;
};

test.runIf(process.platform === 'linux')(
  'the runtime keeps no telemetry, which it would send to its maker',
  async () => {
    const begun = Date.now();
    const running = await start();
    try {
      // Opened by the runtime when its telemetry begins; an older one is of another process of this number.
      const opened = statSync(join(tmpdir(), `mat-debug-${pidOf(running)}.log`), { throwIfNoEntry: false });
      expect(opened?.mtimeMs ?? 0).toBeLessThan(begun);
    } finally {
      await running.close();
    }
  },
);

test.runIf(process.platform === 'linux')(
  'in its process CUDA rounds no numbers unless the operator lets it',
  async () => {
    const running = await start();
    try {
      const environment = readFileSync(`/proc/${pidOf(running)}/environ`, 'utf8').split('\0');
      expect(environment).toContain(`NVIDIA_TF32_OVERRIDE=${process.env['NVIDIA_TF32_OVERRIDE'] ?? '0'}`);
    } finally {
      await running.close();
    }
  },
);

test('an output does not depend on the batch size, and is the same bits in the same bucket', async () => {
  const running = await start({ warm: [1, 2, 4] });
  try {
    const [[alone = new Float32Array()] = []] = await running.run([input(2)]);
    const [[again] = []] = await running.run([input(2)]);
    const four = await running.run([1, 2, 3, 4].map(input));
    const otherCompany = await running.run([7, 2, 8, 9].map(input));
    const [together = new Float32Array()] = four[1] ?? [];
    expect(again).toEqual(alone);
    expect(otherCompany[1]?.[0]).toEqual(together);
    for (const [index, value] of alone.entries()) expect(together[index]).toBeCloseTo(value, 5);
    expect(four[0]?.[0]).not.toEqual(together);
    expect(Object.keys(running.times)).toEqual(['1', '2', '4']);
  } finally {
    await running.close();
  }
});

test('a process that is killed during a run fails it, and is started again', async () => {
  const told: string[] = [];
  const running = await start({ onEnd: (how) => told.push(how) });
  try {
    const first = pidOf(running);
    const inHand = running.run([input(1)]);
    process.kill(first, 'SIGKILL');
    await expect(inHand).rejects.toThrow(new Unavailable('the process ended with SIGKILL'));
    expect(running.running).toBe(false);
    await expect(running.run([input(1)])).rejects.toBeInstanceOf(Unavailable);
    await running.ready();
    expect(running.pid).not.toBe(first);
    expect(await running.run([input(1)])).toHaveLength(1);
    expect(told).toEqual(['the process ended with SIGKILL']);
  } finally {
    await running.close();
  }
});

test('a run that hangs is given up, its process killed, and its late answer never taken for another’s', async () => {
  const running = await start({ runTimeout: 2_000 });
  try {
    const [expected] = await running.run([input(2)]);
    const hung = pidOf(running);
    process.kill(hung, 'SIGSTOP');
    await expect(running.run([input(1)])).rejects.toThrow('did not answer within 2 s');
    await expect(running.run([input(2)])).rejects.toBeInstanceOf(Unavailable);
    await running.ready();
    expect(await running.run([input(2)])).toEqual([expected]);
    expect(isAlive(hung)).toBe(false);
  } finally {
    await running.close();
  }
});

test('closing finishes the run in hand, takes no other, and leaves no process', async () => {
  const running = await start();
  const pid = pidOf(running);
  const inHand = running.run([input(1)]);
  const closed = running.close();
  await expect(running.run([input(1)])).rejects.toBeInstanceOf(Unavailable);
  expect(await inHand).toHaveLength(1);
  await closed;
  expect(isAlive(pid)).toBe(false);
  await expect(running.ready()).rejects.toBeInstanceOf(Unavailable);
});

test('closing while it is started again ends that, too', async () => {
  const running = await start();
  process.kill(pidOf(running), 'SIGKILL');
  await expect(running.run([input(1)])).rejects.toBeInstanceOf(Unavailable);
  await running.close();
  expect(running.pid).toBeUndefined();
});

test('a model that is none is refused with its path, and not tried again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'model-'));
  try {
    const path = join(folder, 'model.onnx');
    await writeFile(path, 'not a model');
    const told: string[] = [];
    const model: Model = { ...(await embedder()), path };
    const error = await start({ model, onEnd: (how) => told.push(how) }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelError);
    expect(String(error)).toContain(`${path} cannot run on cpu: `);
    expect(told).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a model whose outputs are not what its manifest says is refused at the start', async () => {
  const { manifest, path } = await embedder();
  const wrong: Manifest<'embed'> = { ...manifest, embedding: { id: 'e', dimension: 128 } };
  await expect(start({ model: { manifest: wrong, path } })).rejects.toThrow(
    `${path} cannot run on cpu: the model's output embedding is [1, ${manifest.embedding.dimension}], not [1, …, 128]`,
  );
});

test('pauses before starts grow to ten seconds', () => {
  expect([0, 1, 2, 5, 6, 60].map(pauseBeforeStart)).toEqual([200, 400, 800, 6_400, 10_000, 10_000]);
});
