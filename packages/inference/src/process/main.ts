import type { Milliseconds } from '@openfashion/contract';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Manifest } from '../manifest.js';
import { outputsOf, type Tensors } from './outputs.js';
import type { LoadRequest, Reply, Request, RunRequest } from './protocol.js';

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
    // Threads that wait by spinning would take the cores from the other models.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  loaded = { session, manifest: model.manifest };
  const { width, height } = model.manifest.input;
  const times: Record<number, Milliseconds> = {};
  for (const size of warm) {
    const data = new Uint8Array(size * width * height * 3);
    // The first run of a size sets memory aside; the better of the next two tells how long it takes.
    await run({ kind: 'run', data, size });
    times[size] = Math.min(await timed(data, size), await timed(data, size));
  }
  return { kind: 'loaded', times };
}

async function timed(data: Uint8Array, size: number): Promise<Milliseconds> {
  const start = performance.now();
  await run({ kind: 'run', data, size });
  return performance.now() - start;
}

async function run({ data, size }: RunRequest): Promise<Reply> {
  if (loaded === undefined) throw new Error('no model is loaded');
  const { session, manifest } = loaded;
  const { name, width, height } = manifest.input;
  const results: Tensors = await session.run({ [name]: new Tensor('uint8', data, [size, height, width, 3]) });
  return { kind: 'ran', outputs: outputsOf(results, size, manifest) };
}
