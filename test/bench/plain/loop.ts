import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDecoder, fingerprint, prepare } from '@openfashion/imaging';
import { largestItem, type Model, readModel } from '@openfashion/inference';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { VectorIndex } from '../../../packages/catalog/src/embedded/vector-index.js';
import { outputsOf } from '../../../packages/inference/src/process/outputs.js';
import { createDetector } from '../../../packages/inference/src/tasks/detector.js';
import { createEmbedder } from '../../../packages/inference/src/tasks/embedder.js';
import { unitVectors } from '../../harness/vectors.js';
import type { LoopOptions, LoopRequest } from './loops.js';

// What anybody would write first: for picture after picture decode, detect, embed, and search or keep. The same functions
// and models as the product's, in one process and one after the other, without HTTP, queues or stores.

const { models, pictures, documents } = JSON.parse(process.argv[2] ?? '') as LoopOptions;

/** A model in this very process, one input at a time. */
async function inProcess({ path, manifest }: Model) {
  const session = await InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const { input } = manifest;
  return {
    run: (regions: Parameters<typeof prepare>[0][]) =>
      Promise.all(
        regions.map(async (region) => {
          const prepared = await prepare(region, input);
          const tensor = new Tensor('uint8', prepared.data, [1, input.height, input.width, 3]);
          const [output = []] = outputsOf(await session.run({ [input.name]: tensor }), 1, manifest);
          return { prepared, output };
        }),
      ),
  };
}

const detect = await readModel(join(models, 'detector'), 'detect');
const embed = await readModel(join(models, 'embedder'), 'embed');
const runners = { detector: await inProcess(detect), embedder: await inProcess(embed) };
const detector = createDetector(detect.manifest, { run: (regions) => runners.detector.run([...regions]) });
const embedder = createEmbedder(embed.manifest, { run: (regions) => runners.embedder.run([...regions]) });
const decoder = createDecoder();
const call = { lane: 'interactive', deadline: Number.POSITIVE_INFINITY, signal: new AbortController().signal } as const;
const files = await Promise.all(pictures.map((file) => readFile(file)));
const { dimension } = embed.manifest.embedding;
const index = new VectorIndex(dimension, documents);
for (const [row, vector] of unitVectors(documents, dimension).entries()) index.put(`p${row}`, row + 1, vector, {});

async function one(bytes: Uint8Array, work: LoopRequest['work']): Promise<unknown> {
  const picture = await decoder.decode(bytes);
  const [detections = []] = await detector.detect([picture], call);
  const item = largestItem(detections, detector.thresholds.display);
  if (item === undefined) return undefined;
  const [vector] = await embedder.embed([{ picture, box: item.box }], call);
  if (vector === undefined) return undefined;
  return work === 'search' ? index.search({ vector, limit: 10, filters: [] }) : [vector, await fingerprint(picture)];
}

process.on('message', async ({ work, milliseconds }: LoopRequest) => {
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < milliseconds; count++) {
    await one(files[count % files.length] ?? new Uint8Array(), work);
  }
  process.send?.({ count, milliseconds: performance.now() - start });
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
