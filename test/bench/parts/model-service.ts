import { join } from 'node:path';
import { type Model, readModel, type Task, taskNames } from '@openfashion/inference';
import { ModelProcess } from '../../../packages/inference/src/process/model-process.js';
import { BatchingQueue } from '../../../packages/inference/src/queue/batching-queue.js';
import { closedLoop } from '../../harness/closed-loop.js';
import { median } from '../../harness/figures.js';
import { ModelServiceProcess } from '../../harness/model-service.js';
import { modelsDirectory } from '../../harness/models.js';
import { interleaved, time, turned } from '../pairs.js';
import type { Scale } from '../part.js';
import type { Section } from '../report.js';
import { patientCall, readyInputs } from '../services/inputs.js';
import { RawLoop } from '../services/raw-loop.js';
import { openRemoteRunner, type RemoteRunner } from '../services/remote-runner.js';

/** Of the embedder all batch sizes; of the others enough to see whether they differ. */
const batchSizes: Readonly<Record<Task, readonly number[]>> = {
  embed: [1, 2, 4, 8, 16, 32],
  detect: [1, 16],
  tag: [1, 16],
};
/** Messages on their way: while one runs the next is read. */
const inFlight = 2;
const crowd = 16;

interface Measured {
  readonly model: Model;
  readonly raw: RawLoop;
  readonly remote: RemoteRunner;
  readonly inputs: readonly Uint8Array[];
}

/** Model services, asked by the product's client with ready inputs, beside a plain loop over ONNX Runtime. */
export async function modelService(
  section: Section,
  scale: Scale,
  tasks: readonly Task[] = ['embed', 'detect', 'tag'],
): Promise<void> {
  const throughput: string[][] = [];
  const gains: string[][] = [];
  const steps: string[][] = [];
  for (const task of tasks) {
    const name = taskNames[task];
    const model = await readModel(join(modelsDirectory, name), task, 'cpu');
    await using service = new ModelServiceProcess(task);
    await using raw = await RawLoop.start(model);
    using remote = await openRemoteRunner(task, await service.address());
    const measured = { model, raw, remote, inputs: await readyInputs(model.manifest, 32) };
    for (const size of batchSizes[task]) throughput.push([name, `${size}`, ...(await batches(measured, size, scale))]);
    gains.push([name, ...(await gainOfACrowd(measured, scale))]);
    steps.push([name, ...(await oneAtATime(measured, scale))]);
  }
  section.table(['', 'batch', 'raw, pictures/s', 'service, pictures/s', 'service ÷ raw'], throughput);
  section.table(
    [
      '',
      'raw, batches of 16 ÷ of 1',
      `service, ${crowd} callers ÷ 1`,
      'share of the raw gain',
      `${crowd} callers, p99 ms`,
    ],
    gains,
  );
  section.table(
    ['p50 ms, one at a time', 'raw', 'process', 'queue', 'gRPC service', 'of the queue', 'of the wire'],
    steps,
  );
}

/** Callers that ask for so many pictures at once. */
const callers = ({ remote, inputs }: Measured, size: number, concurrency: number, milliseconds: number) =>
  closedLoop(
    (index) =>
      remote.run(
        Array.from({ length: size }, (_, at) => inputs[(index + at) % inputs.length] ?? never()),
        patientCall(),
      ),
    { concurrency, milliseconds },
  );

async function batches(measured: Measured, size: number, { rounds, milliseconds: all }: Scale): Promise<string[]> {
  const milliseconds = all / 4;
  const { raw, service } = await interleaved(
    {
      raw: () => measured.raw.perSecond(size, milliseconds),
      service: async () => (await callers(measured, size, inFlight, milliseconds)).perSecond * size,
    },
    rounds,
  );
  return [`${raw?.value.toFixed(1)}`, `${service?.value.toFixed(1)}`, `${service?.ratio.toFixed(2)}`];
}

/** What many at once gain over one after the other. */
async function gainOfACrowd(measured: Measured, { rounds, milliseconds: all }: Scale): Promise<string[]> {
  const milliseconds = all / 4;
  const waits: number[] = [];
  const { batched, alone, together } = await interleaved(
    {
      single: () => measured.raw.perSecond(1, milliseconds),
      batched: () => measured.raw.perSecond(crowd, milliseconds),
      alone: async () => (await callers(measured, 1, 1, milliseconds)).perSecond,
      together: async () => {
        const { perSecond, p99 } = await callers(measured, 1, crowd, milliseconds);
        waits.push(p99);
        return perSecond;
      },
    },
    rounds,
  );
  const rawGain = batched?.ratio ?? Number.NaN;
  const gain = (together?.ratio ?? Number.NaN) / (alone?.ratio ?? Number.NaN);
  return [rawGain, gain, gain / rawGain].map((value) => value.toFixed(2)).concat(median(waits).toFixed(0));
}

/** One picture after the other, each way in turn: each way has one thing more between caller and model than the one before. */
async function oneAtATime(
  { model, raw, remote, inputs }: Measured,
  { rounds, milliseconds }: Scale,
): Promise<string[]> {
  const process = await ModelProcess.start({ model, provider: 'cpu', threads: 1, warm: [1] });
  const queue = new BatchingQueue({
    run: (batch: readonly Uint8Array[]) => process.run(batch),
    capacity: 128,
    maxBatch: { interactive: 1, indexing: 1 },
    times: process.times,
  });
  const ways: Readonly<Record<string, (input: Uint8Array) => Promise<number>>> = {
    raw: () => raw.once(),
    process: (input) => time(() => process.run([input])),
    queue: (input) => time(() => queue.add(input, patientCall())),
    service: (input) => time(() => remote.run([input], patientCall())),
  };
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  const end = performance.now() + rounds * milliseconds;
  for (let turn = 0; performance.now() < end || turn < 4; turn++) {
    for (const [name, way] of turned(Object.entries(ways), turn)) {
      times[name]?.push(await way(inputs[turn % inputs.length] ?? never()));
    }
  }
  await process.close();
  const p50 = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
  const { raw: bare = 0, process: inProcess = 0, queue: queued = 0, service = 0 } = p50;
  return [bare, inProcess, queued, service, queued - inProcess, service - queued].map((value) => value.toFixed(2));
}

function never(): never {
  throw new Error('this cannot be');
}
