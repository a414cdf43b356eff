// Runs models for the arrangements that the product does not use: in a worker thread, or in a process that gets its inputs
// as messages. Plain JavaScript, so that Node starts it without a loader.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const models = isMainThread ? [JSON.parse(process.argv[2])] : workerData;
const sessions = await Promise.all(
  models.map(({ path }) => InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 })),
);

async function run({ id, model, data }) {
  const { name, width, height } = models[model].input;
  const outputs = await sessions[model].run({ [name]: new Tensor('uint8', data, [1, height, width, 3]) });
  // About as much as decoded detections or a vector: what comes back is small in every arrangement.
  return { id, output: Object.values(outputs)[0].data.slice(0, 256) };
}

if (isMainThread) {
  process.on('message', async (message) => process.send(await run(message)));
  process.on('disconnect', () => process.exit(0));
  process.send('ready');
} else {
  parentPort.on('message', async (message) => parentPort.postMessage(await run(message)));
  parentPort.postMessage('ready');
}
