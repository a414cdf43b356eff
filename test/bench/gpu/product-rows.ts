import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createDecoder, prepare } from '@openfashion/imaging';
import type { Model, Task } from '@openfashion/inference';
import { ModelProcess } from '../../../packages/inference/src/process/model-process.js';
import { closedLoop } from '../../harness/closed-loop.js';
import { ModelServiceProcess } from '../../harness/model-service.js';
import { pictures } from '../../harness/picture-forms.js';
import { patientCall, readyInputs } from '../services/inputs.js';
import { openRemoteRunner } from '../services/remote-runner.js';
import { type BusyMeter, percent } from './busy.js';
import type { PlainOptions } from './plain.js';

/** From the least on the way to the most: the model's process alone, files decoded for it, files decoded for a service. */
export const productWays = ['ready tensors', 'decoded', 'decoded, by gRPC'] as const;

/** By batch size, for each way: pictures a second, busy share of the CPU, of the GPU. */
export type ProductRows = ReadonlyMap<number, readonly string[]>;

/** @throws Error when the model cannot run on the provider */
export async function productRows(
  task: Task,
  model: Model,
  meter: BusyMeter,
  { provider, batches, milliseconds }: PlainOptions,
): Promise<ProductRows> {
  const bare = await ModelProcess.start({ model, provider, threads: 1, warm: batches });
  try {
    const environment = { OPENFASHION_EXECUTION_PROVIDER: provider };
    await using service = new ModelServiceProcess(task, { environment });
    using remote = await openRemoteRunner(task, await service.address());
    const ready = await readyInputs(model.manifest, Math.max(...batches));
    const decoded = await decodedBatches(model);
    // The process takes one batch at a time; meanwhile the next ones are decoded.
    let last: Promise<unknown> = Promise.resolve();
    const inTurn = (batch: readonly Uint8Array[]) => {
      last = last.then(() => bare.run(batch));
      return last;
    };
    const rows = new Map<number, readonly string[]>();
    for (const size of batches) {
      const measure = async (concurrency: number, call: () => Promise<unknown>) => {
        await call();
        const { result, busy } = await meter.during(() => closedLoop(call, { concurrency, milliseconds }));
        return [(result.perSecond * size).toFixed(1), percent(busy.cpu), percent(busy.gpu)];
      };
      const callers = Math.max(2, Math.ceil((2 * availableParallelism()) / size));
      rows.set(size, [
        ...(await measure(1, () => bare.run(ready.slice(0, size)))),
        ...(await measure(callers, async () => inTurn(await decoded(size)))),
        ...(await measure(callers, async () => remote.run(await decoded(size), patientCall()))),
      ]);
    }
    return rows;
  } finally {
    await bare.close();
  }
}

/** Makes batches of the sample pictures' files, decoded and brought to the model's size. */
async function decodedBatches({ manifest }: Model): Promise<(size: number) => Promise<Uint8Array[]>> {
  const files = await Promise.all(pictures.map((file) => readFile(file)));
  const decoder = createDecoder();
  let next = 0;
  const one = async () => {
    const picture = await decoder.decode(files[next++ % files.length] ?? new Uint8Array());
    const { width, height } = picture;
    return (await prepare({ picture, box: { x0: 0, y0: 0, x1: width, y1: height } }, manifest.input)).data;
  };
  return (size) => Promise.all(Array.from({ length: size }, one));
}
