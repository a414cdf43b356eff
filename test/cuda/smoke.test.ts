import { existsSync } from 'node:fs';
import { checkProviderFiles, installedRuntime } from '@openfashion/inference/provider-files';
import { openLocalModels } from '@openfashion/inference/suite/local-models';
import { expect, test } from 'vitest';
import { modelsDirectory } from '../harness/models.js';
import { answersOf, findSubjects } from './answers.js';
import { compare } from './compare.js';

/** What keeps the models from running on CUDA here. */
async function obstacle(): Promise<string | undefined> {
  if (!existsSync('/dev/nvidiactl') && !existsSync('/dev/dxg')) return 'no GPU here';
  return checkProviderFiles('cuda', await installedRuntime()).then(
    () => undefined,
    (error: Error) => error.message,
  );
}
const skipped = await obstacle();

test.skipIf(skipped !== undefined)(
  `on CUDA the three models answer as on the CPU${skipped === undefined ? '' : ` (not run: ${skipped})`}`,
  { timeout: 600_000 },
  async () => {
    const open = (executionProvider: 'cpu' | 'cuda') =>
      openLocalModels({ modelsDir: modelsDirectory, executionProvider, threads: 1 });
    const [onCpu, onGpu] = [await open('cpu'), await open('cuda')];
    try {
      const subjects = await findSubjects(onCpu, 10);
      const { faults, boxes, labels } = compare(await answersOf(onCpu, subjects), await answersOf(onGpu, subjects));
      expect(faults).toEqual([]);
      expect(Math.min(boxes, labels)).toBeGreaterThan(subjects.length);
    } finally {
      await Promise.all([onCpu.close(), onGpu.close()]);
    }
  },
);
