// What anybody would write first on ONNX Runtime: one model, a ready tensor, run after run. Plain JavaScript, so that Node
// starts it without a loader; the session's options are the product's.
import { InferenceSession, Tensor } from 'onnxruntime-node';

const { path, input, threads, provider } = JSON.parse(process.argv[2]);
const session = await InferenceSession.create(path, {
  executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});
const { name, width, height } = input;
const tensors = new Map();
const tensorOf = (size) => {
  const data = () => new Uint8Array(size * width * height * 3).fill(127);
  if (!tensors.has(size)) tensors.set(size, new Tensor('uint8', data(), [size, height, width, 3]));
  return { [name]: tensors.get(size) };
};

// Runs for so long, one at least; answers how many there were and how long they took together.
process.on('message', async ({ size, milliseconds }) => {
  const feeds = tensorOf(size);
  const start = performance.now();
  let runs = 0;
  do {
    await session.run(feeds);
    runs += 1;
  } while (performance.now() - start < milliseconds);
  process.send({ runs, milliseconds: performance.now() - start });
});
process.on('disconnect', () => process.exit(0));
process.send('ready');
