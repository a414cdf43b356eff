// Terminates a worker thread in the middle of a run, and says so if this process lives on.
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const model = JSON.parse(process.argv[2]);
const { width, height } = model.input;
const worker = new Worker(new URL('./host.mjs', import.meta.url), { workerData: [model] });
worker.once('message', async () => {
  worker.postMessage({ id: 0, model: 0, data: new Uint8Array(width * height * 3) });
  await pause(4);
  await worker.terminate();
  console.log('lives');
});
