import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test, vi } from 'vitest';
import { readManifestFor } from '../read-model.js';
import { limitArena, limitedSession } from './arena-limit.js';
import { installedRuntime } from './provider-files.js';

// As in the product, and before the runtime is loaded here.
vi.hoisted(() => {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
});

// Where no GPU is the same arena is bounded in the CPU's memory, through the same calls and the same session option.
const folder = fileURLToPath(new URL('../../../../models/detector', import.meta.url));
const { input } = await readManifestFor(folder, 'detect');
const { width, height } = input;
const places = [8, 16, 32].reduce((sum, stride) => sum + (width / stride) * (height / stride), 0);
const path = join(folder, 'model.onnx');
const run = (session: InferenceSession, size: number) =>
  session.run({ pixels: new Tensor('uint8', new Uint8Array(size * height * width * 3), [size, height, width, 3]) });
const open = (extra: InferenceSession.SessionOptions['extra'] = {}) =>
  InferenceSession.create(path, { executionProviders: ['cpu'], intraOpNumThreads: 1, logSeverityLevel: 4, extra });

test.runIf(process.platform === 'linux')(
  'a run that needs more than the arena may hold fails, smaller ones go on, other sessions have no bound',
  async () => {
    await limitArena('cpu', 0, 40 * 1_048_576, await installedRuntime());
    const [bounded, free] = await Promise.all([open(limitedSession), open()]);
    expect((await run(bounded, 1))['boxes']?.dims).toEqual([1, places, 4]);
    await expect(run(bounded, 16)).rejects.toThrow(/Available memory of \d+ is smaller than requested bytes of \d+/);
    expect((await run(bounded, 1))['boxes']?.dims).toEqual([1, places, 4]);
    expect((await run(free, 16))['boxes']?.dims).toEqual([16, places, 4]);
  },
);

test.runIf(process.platform === 'linux')(
  'a GPU that cannot be reached is an error, not the end of the process',
  async () => {
    await expect(limitArena('gpu', 63, 1_048_576, await installedRuntime())).rejects.toThrow('cannot be bounded: ');
  },
);
