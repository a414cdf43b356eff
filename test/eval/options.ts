import { parseArgs } from 'node:util';
import { type Split, splits } from './data.js';
import { type PartName, parts } from './parts.js';
import { type Precision, precisions } from './variant.js';

export const usage = `npm run eval -- --data FOLDER [--out FOLDER] [--models FOLDER] [--only PART[,PART…]] [--variant PRECISION]
                    [--split SPLIT] [--val N] [--train N] [--seed N] [--json]

Starts the single node and measures on labelled photographs what it answers, each figure with its 95 % interval.
  --data     folder with catalogue/, street/, garments/ and attributes/ (labels.jsonl each)
  --out      folder for report.json and the contact sheet (default: eval-report)
  --models   folder of the models' folders (default: the weights that come with the source)
  --only     some of the parts, in this order:
${Object.entries(parts)
  .map(([name, { about }]) => `               ${name.padEnd(15)} ${about}`)
  .join('\n')}
  --variant  ${precisions.join(' or ')}: load these weights of the manifest instead of the main file
  --split    val: what no model was trained on (default), for the figures that are reported;
             train-fold: fold 0 of the training part, to choose by
  --val      pictures of each set that are judged, the first ones; all unless told
  --train    other products in the gallery; unless told all, and 2000 in search
  --seed     of what is drawn: galleries, alterations, intervals (default 1)
  --json     print report.json instead of tables`;

export interface Options {
  readonly data: string;
  readonly out: string;
  readonly models?: string;
  readonly only: readonly PartName[];
  readonly variant?: Precision;
  readonly split: Split;
  readonly val?: number;
  readonly train?: number;
  readonly seed: number;
  readonly json: boolean;
}

/** A command line that cannot be followed; the message names the option. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * @returns undefined where help is asked for
 * @throws UsageError
 */
export function parseOptions(args: readonly string[]): Options | undefined {
  const { help, json, ...values } = parse(args);
  if (help) return undefined;
  if (values.data === undefined) throw new UsageError('--data: is required');
  const variant = values.variant === undefined ? undefined : oneOf('variant', values.variant, precisions);
  const val = values.val === undefined ? undefined : wholeNumber('val', values.val, 1);
  const train = values.train === undefined ? undefined : wholeNumber('train', values.train, 0);
  return {
    data: values.data,
    out: values.out,
    ...(values.models !== undefined && { models: values.models }),
    only: chosenParts(values.only),
    ...(variant && { variant }),
    split: oneOf('split', values.split, splits),
    ...(val !== undefined && { val }),
    ...(train !== undefined && { train }),
    seed: wholeNumber('seed', values.seed, 0),
    json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        out: { type: 'string', default: 'eval-report' },
        models: { type: 'string' },
        only: { type: 'string' },
        variant: { type: 'string' },
        split: { type: 'string', default: 'val' },
        val: { type: 'string' },
        train: { type: 'string' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** All, or those that are asked for in the order given, each once. */
function chosenParts(only: string | undefined): PartName[] {
  const names = Object.keys(parts) as PartName[];
  return only === undefined ? names : [...new Set(only.split(',').map((name) => oneOf('only', name, names)))];
}

function oneOf<Value extends string>(option: string, text: string, values: readonly Value[]): Value {
  const value = values.find((one) => one === text);
  if (value === undefined) throw new UsageError(`--${option}: must be ${values.join(', ')} (is ${text})`);
  return value;
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`--${option}: must be a whole number from ${least} (is ${text})`);
}
