import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type Model, readModel } from '@openfashion/inference';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ModelProcess } from '../../../packages/inference/src/process/model-process.js';

/** Somewhere that the three models run, one input at a time each. */
export interface Place {
  readonly runs: readonly Run[];
  /** Processes beside this one. */
  readonly pids: readonly number[];
  close(): Promise<unknown>;
}
export type Run = (data: Uint8Array<ArrayBuffer>) => Promise<unknown>;

const folder = fileURLToPath(new URL('../../../models', import.meta.url));
export const models: readonly Model[] = [
  await readModel(`${folder}/detector`, 'detect', 'cpu'),
  await readModel(`${folder}/embedder`, 'embed', 'cpu'),
  await readModel(`${folder}/tagger`, 'tag', 'cpu'),
];
const host = fileURLToPath(new URL('./host.mjs', import.meta.url));
const described = models.map(({ path, manifest }) => ({ path, input: manifest.input }));

export async function inThisProcess(): Promise<Place> {
  const runs = await Promise.all(
    models.map(async ({ path, manifest }): Promise<Run> => {
      const session = await InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
      const { name, width, height } = manifest.input;
      return (data) => session.run({ [name]: new Tensor('uint8', data, [1, height, width, 3]) });
    }),
  );
  return { runs, pids: [], close: async () => {} };
}

/** @param groups which models share a thread */
export async function inThreads(groups: readonly (readonly number[])[]): Promise<Place> {
  const runs: Run[] = [];
  const workers = groups.map((group) => {
    const worker = new Worker(host, { workerData: group.map((model) => described[model]) });
    const waiting = new Map<number, (output: unknown) => void>();
    worker.on('message', ({ id, output }) => {
      waiting.get(id)?.(output);
      waiting.delete(id);
    });
    let next = 0;
    for (const [place, model] of group.entries()) {
      runs[model] = (data) =>
        new Promise((resolve) => {
          const id = next++;
          waiting.set(id, resolve);
          worker.postMessage({ id, model: place, data }, [data.buffer]);
        });
    }
    return worker;
  });
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return { runs, pids: [], close: () => Promise.all(workers.map((worker) => worker.terminate())) };
}

/** Processes to which inputs go as messages (structured clones), as `fork` has them. */
export async function inMessagedProcesses(): Promise<Place> {
  const children = described.map((model) =>
    fork(host, [JSON.stringify(model)], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] }),
  );
  await Promise.all(children.map((child) => once(child, 'message')));
  return {
    runs: children.map(
      (child): Run =>
        async (data) => {
          child.send({ id: 0, model: 0, data });
          await once(child, 'message');
        },
    ),
    pids: children.flatMap(({ pid }) => pid ?? []),
    close: async () => {
      for (const child of children) child.disconnect();
      await Promise.all(children.map((child) => once(child, 'exit')));
    },
  };
}

/** As the product does it. */
export async function inProcesses(threads = 1): Promise<Place> {
  const processes = await Promise.all(
    models.map((model) => ModelProcess.start({ model, provider: 'cpu', threads, warm: [1] })),
  );
  return {
    runs: processes.map(
      (process): Run =>
        (data) =>
          process.run([data]),
    ),
    pids: processes.flatMap(({ pid }) => pid ?? []),
    close: () => Promise.all(processes.map((process) => process.close())),
  };
}
