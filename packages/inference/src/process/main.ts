import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Manifest } from '../manifest.js';
import { decodeDetections } from './decode-detections.js';
import type { LoadRequest, Output, Reply, Request, RunRequest } from './protocol.js';

/**
 * A process for one model: it loads it, then runs batches one after the other. A run is a synchronous native call, so it
 * blocks this process's loop, and nobody else's; a run that hangs or crashes is ended with the process.
 */
let loaded: { readonly session: InferenceSession; readonly manifest: Manifest } | undefined;

process.on('message', (request: Request) => {
  answer(request).then(
    (reply) => process.send?.(reply),
    (error: unknown) =>
      process.send?.({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});
// The parent is gone, or wants this process to end.
process.on('disconnect', () => process.exit(0));
// A signal to the process group is the parent's to answer: it finishes what it accepted first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

function answer(request: Request): Promise<Reply> {
  return request.kind === 'load' ? load(request) : run(request);
}

async function load({ model, provider, threads, warm }: LoadRequest): Promise<Reply> {
  const session = await InferenceSession.create(model.path, {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  loaded = { session, manifest: model.manifest };
  const { width, height } = model.manifest.input;
  const times: Record<number, number> = {};
  for (const size of warm) {
    const data = new Uint8Array(size * width * height * 3);
    // The first run of a size sets memory aside; the second one tells how long it takes.
    await run({ kind: 'run', data, size });
    const start = performance.now();
    await run({ kind: 'run', data, size });
    times[size] = performance.now() - start;
  }
  return { kind: 'loaded', times };
}

async function run({ data, size }: RunRequest): Promise<Reply> {
  if (loaded === undefined) throw new Error('no model is loaded');
  const { session, manifest } = loaded;
  const { name, width, height } = manifest.input;
  const results = await session.run({ [name]: new Tensor('uint8', data, [size, height, width, 3]) });
  const outputs = Array.from({ length: size }, (_, index) =>
    outputOf(manifest, (output) => slice(results[output], output, index, size)),
  );
  return { kind: 'ran', outputs };
}

/** What is answered of one input. @param part one input's share of a named output */
function outputOf(manifest: Manifest, part: (output: string) => Float32Array): Output {
  switch (manifest.task) {
    case 'detect':
      return [decodeDetections(part(manifest.outputs.boxes), part(manifest.outputs.scores), manifest)];
    case 'embed':
      return [part(manifest.outputs.embedding)];
    case 'tag':
      return manifest.heads.map(({ output }) => part(output));
  }
}

/** The share of one input in an output, copied out of the session's memory. */
function slice(tensor: Tensor | undefined, output: string, index: number, size: number): Float32Array {
  const data = tensor?.data;
  if (!(data instanceof Float32Array)) throw new Error(`the model has no float32 output ${output}`);
  const length = data.length / size;
  return data.slice(index * length, (index + 1) * length);
}
