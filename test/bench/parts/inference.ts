import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ModelProcess } from '../../../packages/inference/src/process/model-process.js';
import { buckets } from '../../../packages/inference/src/queue/batching-queue.js';
import { median } from '../../harness/figures.js';
import { loseProcess, terminateThread } from '../inference/ends.js';
import { inMessagedProcesses, inProcesses, inThisProcess, inThreads, models, type Place } from '../inference/places.js';
import { ownMemory, processorTime } from '../inference/processor-time.js';
import { transport } from '../inference/transport.js';
import { type Results, timed, turned } from '../pairs.js';
import type { Part } from '../part.js';
import type { Section } from '../report.js';

const perRound = 10;

/**
 * Where a model runs: in this very process, in worker threads, in processes of their own. The same inputs in the same
 * round, so that a drift of the machine's speed falls on all of them.
 */
export const inference: Part = async (section, { rounds }) => {
  await whereTheyRun(section, rounds);
  await howInputsTravel(section, rounds);
  await threadsOfARun(section, rounds);
  await batchSizes(section, rounds);
  await howTheyEnd(section, rounds);
};

function comparison(section: Section, title: string, results: Results): void {
  section.table(
    [title, 'median ms', '÷ the first'],
    Object.entries(results).map(([name, { value, ratio }]) => [name, value.toFixed(2), ratio.toFixed(3)]),
  );
}

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

async function whereTheyRun(section: Section, rounds: number): Promise<void> {
  const places = {
    'in this process': await inThisProcess(),
    'one thread for all': await inThreads([[0, 1, 2]]),
    'a thread per model': await inThreads([[0], [1], [2]]),
    'a process per model, inputs as messages': await inMessagedProcesses(),
    'a process per model, as shipped': await inProcesses(),
  };
  const title = `${perRound} detections, one after the other`;
  comparison(section, title, await timed(each(places, detections), rounds));
  comparison(section, `${perRound} runs of each model at once`, await timed(each(places, allThree), rounds));
  await costs(section, places, rounds);
  await Promise.all(Object.values(places).map((place) => place.close()));
}

async function howInputsTravel(section: Section, rounds: number): Promise<void> {
  const rows: string[][] = [];
  for (const size of [1, 4, 32]) {
    const { message, pipe } = await transport(size, rounds);
    const figures = [message.wall, pipe.wall, message.processor, pipe.processor].map((value) => value.toFixed(2));
    rows.push([`in batches of ${size}`, ...figures]);
  }
  section.table(
    [
      'an input of the detector to another process',
      'message, ms',
      'pipe, ms',
      'message, processor ms',
      'pipe, processor ms',
    ],
    rows,
  );
}

/** What a detection costs beside its time: processor time in all, and how long this process's loop is kept from other work. */
async function costs(section: Section, places: Readonly<Record<string, Place>>, rounds: number): Promise<void> {
  const processor: Record<string, number> = each(places, () => 0);
  const delays: Record<string, number[]> = each(places, () => []);
  for (let round = 0; round < rounds; round++) {
    for (const [name, place] of turned(Object.entries(places), round)) {
      const before = await processorTime(place.pids);
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      await runs(place, 0);
      delay.disable();
      processor[name] = (processor[name] ?? 0) + (await processorTime(place.pids)) - before;
      delays[name]?.push(delay.percentile(99) / 1e6);
    }
  }
  section.table(
    ['during detections', 'processor ms each', 'loop delay p99, median ms', 'own memory of the processes, MB'],
    Object.entries(places).map(([name, place]) => [
      name,
      ((processor[name] ?? 0) / rounds / perRound).toFixed(1),
      median(delays[name] ?? []).toFixed(1),
      place.pids.length === 0 ? '–' : ownMemory(place.pids).toFixed(0),
    ]),
  );
}

async function threadsOfARun(section: Section, rounds: number): Promise<void> {
  const places = { '1 thread': await inProcesses(1), '2 threads': await inProcesses(2) };
  comparison(section, `${perRound} detections, threads of a run`, await timed(each(places, detections), rounds));
  comparison(section, `${perRound} runs of each model at once`, await timed(each(places, allThree), rounds));
  await Promise.all(Object.values(places).map((place) => place.close()));
}

async function batchSizes(section: Section, rounds: number): Promise<void> {
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
    comparison(section, `32 inputs, ${model.manifest.name}`, await timed(Object.fromEntries(ways), rounds));
    await process.close();
  }
}

async function howTheyEnd(section: Section, rounds: number): Promise<void> {
  const tries = Array.from({ length: rounds });
  const ends: string[] = [];
  for (const _ of tries) ends.push(await terminateThread());
  section.text(`A worker thread is terminated while it runs: the whole process ended with ${ends.join(', ')}.`);
  for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
    const recoveries = [];
    for (const _ of tries) recoveries.push(await loseProcess(signal));
    const failed = median(recoveries.map((recovery) => recovery.failed));
    const back = median(recoveries.map((recovery) => recovery.back));
    const how = `${failed.toFixed(0)} ms (median of ${tries.length}), the model is back ${back.toFixed(0)} ms later`;
    section.text(`A model's process gets ${signal} while it runs: the call fails after ${how}.`);
  }
}
