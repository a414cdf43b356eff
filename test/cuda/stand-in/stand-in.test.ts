import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Model, readModel } from '@openfashion/inference';
import { checkProviderFiles, installedRuntime } from '@openfashion/inference/provider-files';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ModelProcess } from '../../../packages/inference/src/process/model-process.js';
import { pins } from '../../../scripts/cuda/pins.js';
import { modelsDirectory } from '../../harness/models.js';
import { buildStandIns } from './build.js';

// The real CUDA provider without a GPU: what it allocates and where it places operators can be seen all the same.
const runtime = await installedRuntime();
const obstacle = existsSync('/dev/nvidiactl')
  ? 'a real GPU is here'
  : await checkProviderFiles('cuda', runtime).then(
      () => undefined,
      (error: Error) => error.message,
    );
const withProvider = test.skipIf(obstacle !== undefined);
const skipped = obstacle === undefined ? '' : ` (not run: ${obstacle})`;

let folder: string;
const loaderPath = process.env['LD_LIBRARY_PATH'];
beforeAll(async () => {
  if (obstacle !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
  await buildStandIns(join(runtime.folder, 'libonnxruntime_providers_cuda.so'), folder);
  process.env['LD_LIBRARY_PATH'] = folder;
});
afterAll(async () => {
  if (obstacle !== undefined) return;
  process.env['LD_LIBRARY_PATH'] = loaderPath ?? '';
  await rm(folder, { recursive: true, force: true });
});

/** A model of one pixel and two numbers. */
async function tiny(name: string): Promise<Model> {
  const { manifest } = await readModel(join(modelsDirectory, 'embedder'), 'embed', 'cuda');
  const input = { ...manifest.input, width: 1, height: 1 };
  const path = fileURLToPath(new URL(`${name}.onnx`, import.meta.url));
  return { manifest: { ...manifest, input, embedding: { id: 'tiny', dimension: 2 } }, path };
}
const start = (model: Model, gpu: { device: number; memory?: number }) =>
  ModelProcess.start({ model, provider: 'cuda', threads: 1, gpu, warm: [1, 16] });
const MB = 1_048_576;

withProvider(
  `the libraries that the installer looks for are those that the provider is linked to${skipped}`,
  async () => {
    const { stdout } = await promisify(execFile)('readelf', [
      '-d',
      join(runtime.folder, 'libonnxruntime_providers_cuda.so'),
    ]);
    const linked = [...stdout.matchAll(/NEEDED.*\[(lib(?:cu|nv)[^\]]+)\]/g)].map(([, name]) => name);
    const looked = pins.libraries.cuda.map(({ name }) => name);
    // These two are opened by name, when they are needed.
    expect(looked.filter((name) => !/^lib(cudnn|nvrtc)\./.test(name)).sort()).toEqual(linked.sort());
  },
);

withProvider(`a model whose products run on the GPU starts, and runs${skipped}`, async () => {
  const running = await start(await tiny('floats'), { device: 0, memory: 64 * MB });
  try {
    expect(await running.run([new Uint8Array(3), new Uint8Array(3)])).toHaveLength(2);
  } finally {
    await running.close();
  }
});

withProvider(`a model of which CUDA leaves a product to the CPU is refused${skipped}`, async () => {
  await expect(start(await tiny('integers'), { device: 0 })).rejects.toThrow(
    'cannot run on cuda: 1 of its heavy operators (MatMul) ran on CPUExecutionProvider instead',
  );
});

withProvider(`a run that needs more of the GPU's memory than the bound fails${skipped}`, async () => {
  const detector = await readModel(join(modelsDirectory, 'detector'), 'detect', 'cuda');
  await expect(start(detector, { device: 0, memory: 4 * MB })).rejects.toThrow(
    /Available memory of \d+ is smaller than requested bytes of \d+/,
  );
  // Without the bound it gets as far as the first convolution, for which there is no stand-in.
  await expect(start(detector, { device: 0 })).rejects.toThrow('cuDNN is unavailable');
});

withProvider(`libraries that are missing stop the start, with the command that names them${skipped}`, async () => {
  process.env['LD_LIBRARY_PATH'] = '';
  try {
    for (const memory of [undefined, 64 * MB]) {
      const gpu = { device: 0, ...(memory !== undefined && { memory }) };
      await expect(start(await tiny('floats'), gpu)).rejects.toThrow('npm run cuda:install -- --check says which');
    }
  } finally {
    process.env['LD_LIBRARY_PATH'] = folder;
  }
});

withProvider(`a GPU that is not there is refused${skipped}`, async () => {
  await expect(start(await tiny('floats'), { device: 3, memory: 64 * MB })).rejects.toThrow('Invalid device id');
});
