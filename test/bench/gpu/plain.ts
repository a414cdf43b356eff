import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Model } from '@openfashion/inference';

export type Provider = 'cpu' | 'cuda' | 'tensorrt';
export type Runtime = 'onnxruntime' | 'torch';

export interface PlainOptions {
  /** Python with the runtime in it. */
  readonly python: string;
  readonly provider: Provider;
  readonly batches: readonly number[];
  /** Of each batch size. */
  readonly milliseconds: number;
}

/** Pictures a second by batch size, or by name what the machine lacks. */
export type Ceiling = { readonly perSecond: ReadonlyMap<number, number> } | { readonly missing: string };

const script = fileURLToPath(new URL('./plain.py', import.meta.url));

/** What a plain loop in Python reaches with a model. */
export async function ceiling(
  runtime: Runtime,
  { path, manifest }: Model,
  { python, provider, batches, milliseconds }: PlainOptions,
): Promise<Ceiling> {
  const options = {
    runtime,
    model: path,
    side: manifest.input.width,
    provider,
    batches: batches.join(),
    seconds: milliseconds / 1000,
  };
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  try {
    const { stdout } = await promisify(execFile)(python, [script, ...flags]);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { batch: number; perSecond: number });
    return { perSecond: new Map(rows.map(({ batch, perSecond }) => [batch, perSecond])) };
  } catch (error) {
    const { stderr = '', message = String(error) } = error as { stderr?: string; message?: string };
    return { missing: stderr.trim().split('\n').at(-1) || message };
  }
}
