import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse, parseAllDocuments } from 'yaml';
import { helm } from './tools.js';

export const chart = fileURLToPath(new URL('../../deploy/helm/openfashion', import.meta.url));
export const examples = ['small', 'gpu', 'high-availability'] as const;
export type Example = (typeof examples)[number];

// biome-ignore lint/suspicious/noExplicitAny: a manifest is whatever a template made; tests say what it must be.
export type Manifest = any;

/** What a person reads of the chart's files. */
export const readYaml = async (path: string): Promise<Manifest> => parse(await readFile(`${chart}/${path}`, 'utf8'));

/** Objects that helm printed. */
export const parseObjects = (text: string): Manifest[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter((manifest) => manifest !== null);

const run = promisify(execFile);

/** What helm prints of a release `of` in the namespace `shop`. @param more further `--set`s @throws what helm says */
export async function printed(example: Example, ...more: string[]): Promise<string> {
  if (helm === undefined) throw new Error('no helm');
  const sets = more.flatMap((set) => ['--set', set]);
  const values = ['-f', `${chart}/examples/${example}.yaml`, ...sets];
  const { stdout } = await run(helm, ['template', 'of', chart, '-n', 'shop', ...values], { maxBuffer: 1 << 24 });
  return stdout;
}

/** The objects of it. */
export const render = async (example: Example, ...more: string[]): Promise<Manifest[]> =>
  parseObjects(await printed(example, ...more));

export const lint = (example: Example) =>
  run(helm ?? 'helm', ['lint', '--strict', chart, '-f', `${chart}/examples/${example}.yaml`]);

/** The one object of a kind and a name without the release's. */
export function one(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.filter(
    (manifest) => manifest.kind === kind && manifest.metadata.name === `of-openfashion-${name}`,
  );
  if (found.length !== 1) throw new Error(`${found.length} of ${kind} ${name}`);
  return found[0];
}

export const processes = ['gateway', 'indexer', 'detector', 'embedder', 'tagger'] as const;
export type Process = (typeof processes)[number];

/** The pod of a process. */
export const podOf = (manifests: readonly Manifest[], name: Process): Manifest =>
  one(manifests, 'Deployment', name).spec.template.spec;
