import { join } from 'node:path';
import { readModel, type Task, taskNames } from '@openfashion/inference';
import { modelsDirectory } from '../../harness/models.js';
import type { Section } from '../report.js';
import type { BusyMeter } from './busy.js';
import { type Ceiling, ceiling, type PlainOptions } from './plain.js';
import { type ProductRows, productRows, productWays } from './product-rows.js';

/** One model by batch size: what plain loops reach, then the product's three ways. What is missing is said by name. */
export async function modelRows(section: Section, task: Task, meter: BusyMeter, options: PlainOptions): Promise<void> {
  const model = await readModel(join(modelsDirectory, taskNames[task]), task, options.provider);
  const ceilings = {
    'ONNX Runtime in Python': await ceiling('onnxruntime', model, options),
    PyTorch: await ceiling('torch', model, options),
  };
  const product = await productRows(task, model, meter, options).catch((error: Error) => ({ missing: error.message }));
  const all = { ...ceilings, 'The product': product };
  for (const [name, found] of Object.entries(all)) {
    if ('missing' in found) section.text(`${taskNames[task]}: ${name} was not measured: ${found.missing}`);
  }
  if (Object.values(all).every((found) => 'missing' in found)) return;
  const columns = productWays.flatMap((way) => [`${way}, pictures/s`, 'CPU', 'GPU']);
  section.table(
    [`${taskNames[task]}, batch`, ...Object.keys(ceilings), ...columns],
    options.batches.map((size) => [
      `${size}`,
      ...Object.values(ceilings).map((found) => reached(found, size)),
      ...cells(product, size, columns.length),
    ]),
  );
}

const none = '–';
const reached = (found: Ceiling, size: number): string =>
  'missing' in found ? none : (found.perSecond.get(size)?.toFixed(1) ?? none);
const cells = (found: ProductRows | { missing: string }, size: number, columns: number): readonly string[] =>
  ('missing' in found ? undefined : found.get(size)) ?? Array.from({ length: columns }, () => none);
