import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ModelProcess } from '../../packages/inference/src/process/model-process.js';
import { buckets } from '../../packages/inference/src/queue/batching-queue.js';
import { loseProcess, terminateThread } from './inference/ends.js';
import { inMessagedProcesses, inProcesses, inThisProcess, inThreads, models, type Place } from './inference/places.js';
import { ownMemory, processorTime } from './inference/processor-time.js';
import { transport } from './inference/transport.js';
import { interleaved, median, printTable, turned } from './pairs.js';

// Where a model runs: in this very process, in worker threads, in processes of their own. The same inputs in the same
// round, so that a drift of the machine's speed falls on all of them.
const rounds = Number(process.argv[2] ?? 7);
const perRound = 10;

const input = (model: number) => {
  const { width = 1, height = 1 } = models[model]?.manifest.input ?? {};
  return new Uint8Array(width * height * 3).fill(127);
};
/** `perRound` runs of one model, one after the other. */
async function runs({ runs }: Place, model: number): Promise<void> {
  for (let picture = 0; picture < perRound; picture++) await runs[model]?.(input(model));
}
const detections = (place: Place) => () => runs(place, 0);
const allThree = (place: Place) => () => Promise.all(models.map((_, model) => runs(place, model)));
const each = <Value>(places: Readonly<Record<string, Place>>, map: (place: Place) => Value): Record<string, Value> =>
  Object.fromEntries(Object.entries(places).map(([name, place]) => [name, map(place)]));

async function whereTheyRun(): Promise<void> {
  const places = {
    'in this process': await inThisProcess(),
    'one thread for all': await inThreads([[0, 1, 2]]),
    'a thread per model': await inThreads([[0], [1], [2]]),
    'a process per model, inputs as messages': await inMessagedProcesses(),
    'a process per model, as shipped': await inProcesses(),
  };
  printTable(`${perRound} detections, one after the other`, await interleaved(each(places, detections), rounds));
  printTable(`${perRound} runs of each model at once`, await interleaved(each(places, allThree), rounds));
  await printCosts(places);
  await Promise.all(Object.values(places).map((place) => place.close()));
}

async function howInputsTravel(): Promise<void> {
  console.log(
    '\n| an input of the detector to another process | message, ms | pipe, ms | message, processor ms | pipe, processor ms |',
  );
  console.log('|---|---|---|---|---|');
  for (const size of [1, 4, 32]) {
    const { message, pipe } = await transport(size, rounds);
    const figures = [message.wall, pipe.wall, message.processor, pipe.processor].map((value) => value.toFixed(2));
    console.log(`| in batches of ${size} | ${figures.join(' | ')} |`);
  }
}

/** What a detection costs beside its time: processor time in all, and how long this process's loop is kept from other work. */
async function printCosts(places: Readonly<Record<string, Place>>): Promise<void> {
  const processor: Record<string, number> = each(places, () => 0);
  const delays: Record<string, number[]> = each(places, () => []);
  for (let round = 0; round < rounds; round++) {
    for (const [name, place] of turned(Object.entries(places), round)) {
      const before = processorTime(place.pids);
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      await runs(place, 0);
      delay.disable();
      processor[name] = (processor[name] ?? 0) + processorTime(place.pids) - before;
      delays[name]?.push(delay.percentile(99) / 1e6);
    }
  }
  console.log(
    '\n| during detections | processor ms each | loop delay p99, median ms | own memory of the processes, MB |',
  );
  console.log('|---|---|---|---|');
  for (const [name, place] of Object.entries(places)) {
    const each = (processor[name] ?? 0) / rounds / perRound;
    const memory = place.pids.length === 0 ? '–' : ownMemory(place.pids).toFixed(0);
    console.log(`| ${name} | ${each.toFixed(1)} | ${median(delays[name] ?? []).toFixed(1)} | ${memory} |`);
  }
}

async function threadsOfARun(): Promise<void> {
  const places = { '1 thread': await inProcesses(1), '2 threads': await inProcesses(2) };
  printTable(`${perRound} detections, threads of a run`, await interleaved(each(places, detections), rounds));
  printTable(`${perRound} runs of each model at once`, await interleaved(each(places, allThree), rounds));
  await Promise.all(Object.values(places).map((place) => place.close()));
}

async function batchSizes(): Promise<void> {
  for (const model of models) {
    const process = await ModelProcess.start({ model, provider: 'cpu', threads: 1, warm: buckets });
    const { width, height } = model.manifest.input;
    const ways = buckets.map((size) => {
      const batch = Array.from({ length: size }, () => new Uint8Array(width * height * 3).fill(127));
      // The same 32 inputs in batches of each size.
      const work = async () => {
        for (let done = 0; done < 32; done += size) await process.run(batch);
      };
      return [`batches of ${size}`, work] as const;
    });
    printTable(`32 inputs, ${model.manifest.name}`, await interleaved(Object.fromEntries(ways), rounds));
    await process.close();
  }
}

async function howTheyEnd(): Promise<void> {
  const tries = Array.from({ length: 5 });
  const ends: string[] = [];
  for (const _ of tries) ends.push(await terminateThread());
  console.log(`\na worker thread is terminated while it runs: the whole process ended with ${ends.join(', ')}`);
  for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
    const recoveries = [];
    for (const _ of tries) recoveries.push(await loseProcess(signal));
    const failed = median(recoveries.map((recovery) => recovery.failed));
    const back = median(recoveries.map((recovery) => recovery.back));
    const how = `${failed.toFixed(0)} ms (median of ${tries.length}), the model is back ${back.toFixed(0)} ms later`;
    console.log(`a model's process gets ${signal} while it runs: the call fails after ${how}`);
  }
}

await whereTheyRun();
await howInputsTravel();
await threadsOfARun();
await batchSizes();
await howTheyEnd();
