import { Socket } from 'node:net';
import type { Milliseconds } from '@openfashion/contract';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Manifest } from '../manifest.js';
import type { Output } from '../tasks/model-runner.js';
import { ByteReader } from './byte-reader.js';
import { openSession } from './open-session.js';
import { outputsOf } from './outputs.js';
import { inputPipe, type LoadRequest, type Reply, type Request, type RunRequest } from './protocol.js';

// A process for one model: it loads it, then runs batches one after the other. A run is a synchronous native call, so it
// blocks this process's loop, and nobody else's; a run that hangs or crashes is ended with the process.

interface Loaded {
  readonly session: InferenceSession;
  readonly manifest: Manifest;
}
let loaded: Loaded | undefined;
const inputs = new ByteReader(new Socket({ fd: inputPipe }));

process.on('message', (request: Request) => {
  answer(request).then(reply, (error: unknown) =>
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});
// The parent is gone, or wants this process to end.
const end = () => process.exit(0);
process.on('disconnect', end);
// That it is gone is first known to who answers it after a long run.
const reply = (message: Reply) => process.send?.(message, (error: Error | null) => error && end());
// A signal to the process group is the parent's to answer: it finishes what it accepted first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

function answer(request: Request): Promise<Reply> {
  return request.kind === 'load' ? load(request) : run(request);
}

async function load(request: LoadRequest): Promise<Reply> {
  const { manifest } = request.model;
  const session = await openSession(request, (opened) =>
    infer({ session: opened, manifest }, new Uint8Array(bytesOf(manifest)), 1),
  );
  loaded = { session, manifest };
  const times: Record<number, Milliseconds> = {};
  for (const size of request.warm) {
    const data = new Uint8Array(size * bytesOf(manifest));
    // The first run of a size sets memory aside; the better of the next two tells how long it takes.
    await infer(loaded, data, size);
    times[size] = Math.min(await timed(loaded, data, size), await timed(loaded, data, size));
  }
  return { kind: 'loaded', times };
}

async function run({ size }: RunRequest): Promise<Reply> {
  if (loaded === undefined) throw new Error('no model is loaded');
  const data = await inputs.take(size * bytesOf(loaded.manifest));
  return { kind: 'ran', outputs: await infer(loaded, data, size) };
}

async function infer({ session, manifest }: Loaded, data: Uint8Array, size: number): Promise<readonly Output[]> {
  const { name, width, height } = manifest.input;
  const tensors = await session.run({ [name]: new Tensor('uint8', data, [size, height, width, 3]) });
  return outputsOf(tensors, size, manifest);
}

async function timed(model: Loaded, data: Uint8Array, size: number): Promise<Milliseconds> {
  const start = performance.now();
  await infer(model, data, size);
  return performance.now() - start;
}

const bytesOf = ({ input }: Manifest) => input.width * input.height * 3;
