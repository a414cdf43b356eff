import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Manifest, manifestSchema } from './manifest.js';
import { ModelError, readManifest, readModel } from './read-model.js';

const shipped = (name: string) => fileURLToPath(new URL(`../../../models/${name}`, import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-'));
  await copyFile(join(shipped('detector'), 'model.onnx'), join(folder, 'model.onnx'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A model folder with some things of a shipped manifest changed. */
async function change(name: string, changes: object): Promise<void> {
  const text = await readFile(join(shipped(name), 'manifest.json'), 'utf8');
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...JSON.parse(text), ...changes }));
}
async function refusal(): Promise<string> {
  const error = await readManifest(folder).catch((thrown: unknown) => thrown);
  if (!(error instanceof ModelError)) throw new Error('it was not refused');
  expect(error.message).toContain(join(folder, 'manifest.json'));
  return error.message;
}
async function read<Task extends Manifest['task']>(name: string, task: Task): Promise<Manifest<Task>> {
  const { manifest } = await readModel(shipped(name), task, 'cpu');
  return manifest;
}

test('the shipped models are the files that their manifests mean', async () => {
  expect((await read('detector', 'detect')).classes).toHaveLength(20);
  const { id, dimension, calibration } = (await read('embedder', 'embed')).embedding;
  expect({ id, dimension }).toEqual({ id: 'lite0-473-47257cf7', dimension: 473 });
  expect(calibration?.at(-1)).toEqual([1, 1]);
  const hidden = (await read('tagger', 'tag')).heads.filter(({ shown }) => !shown).map(({ attribute }) => attribute);
  expect(hidden).toEqual(['shoulder']);
});

test('each type that the shipped detector knows has categories that the shipped tagger can say', async () => {
  const { classes } = await read('detector', 'detect');
  const { heads, categories } = await read('tagger', 'tag');
  const sayable = heads.find(({ attribute }) => attribute === 'category')?.values ?? [];
  for (const type of classes) {
    expect(categories[type]?.length, type).toBeGreaterThan(0);
    expect(sayable).toEqual(expect.arrayContaining(categories[type] ?? []));
  }
});

test('a folder without a manifest, and one with a broken one', async () => {
  expect(await refusal()).toContain('cannot be read');
  await writeFile(join(folder, 'manifest.json'), '{');
  expect(await refusal()).toContain('is not JSON');
});

test('a wrong value is named', async () => {
  await change('detector', { thresholds: { display: 3, indexing: 0.1 } });
  expect(await refusal()).toContain(': thresholds.display: ');
  await change('detector', { thresholds: { display: 0.1, indexing: 0.2 } });
  expect(await refusal()).toContain(': thresholds: indexing must not be over display');
  await change('detector', { task: 'guess' });
  expect(await refusal()).toContain(': task: ');
  await change('detector', { file: '../elsewhere.onnx' });
  expect(await refusal()).toContain(': file: must be a file name');
});

test('classes, attributes and values must be of the taxonomy', async () => {
  await change('detector', { classes: ['JACKET', 'TOGA'] });
  expect(await refusal()).toContain(': classes.1: is no type of the taxonomy');
  await change('tagger', { heads: [{ attribute: 'mood', output: 'mood', values: ['a'], threshold: 0, shown: true }] });
  expect(await refusal()).toContain(': heads.0.attribute: is no attribute');
  await change('tagger', { heads: [{ attribute: 'fit', output: 'fit', values: ['a'], threshold: 0, shown: true }] });
  expect(await refusal()).toContain(': heads.0.values: ');
  await change('tagger', { categories: { TOP: ['toga'] } });
  expect(await refusal()).toContain(': categories.TOP.0: ');
});

test('a calibration must ascend and keep 1', async () => {
  const embedding = (calibration: readonly (readonly number[])[]) => ({ id: 'e', dimension: 4, calibration });
  for (const [calibration, allowed] of [
    [
      [
        [0, 0],
        [0.5, 0.2],
        [1, 1],
      ],
      true,
    ],
    [
      [
        [0, 0],
        [1, 0.9],
      ],
      false,
    ],
    [
      [
        [0.5, 0],
        [0, 0.5],
        [1, 1],
      ],
      false,
    ],
  ] as const) {
    await change('embedder', { embedding: embedding(calibration) });
    expect(manifestSchema.safeParse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))).success).toBe(
      allowed,
    );
  }
});

test('a manifest of another task, and another file than the manifest means', async () => {
  await change('detector', {});
  await readModel(folder, 'detect', 'cpu');
  await expect(readModel(folder, 'tag', 'cpu')).rejects.toThrow('manifest.json: task: must be tag here (is detect)');
  await writeFile(join(folder, 'model.onnx'), 'not a model');
  await expect(readModel(folder, 'detect', 'cpu')).rejects.toThrow(
    /model.onnx is not the file that .*manifest.json means/,
  );
  await rm(join(folder, 'model.onnx'));
  await expect(readModel(folder, 'detect', 'cpu')).rejects.toThrow(/model.onnx cannot be read/);
});

test('a variant is picked where it is listed, the main file elsewhere, and each is held to its own hash', async () => {
  const half = Buffer.from('weights of half precision');
  const sha256 = createHash('sha256').update(half).digest('hex');
  const variant = { precision: 'float16', file: 'half.onnx', sha256, providers: ['cuda', 'tensorrt'] };
  await change('detector', { variants: [variant] });
  await writeFile(join(folder, 'half.onnx'), half);
  expect((await readModel(folder, 'detect', 'cpu')).path).toBe(join(folder, 'model.onnx'));
  expect((await readModel(folder, 'detect', 'cuda')).path).toBe(join(folder, 'half.onnx'));
  expect((await readModel(folder, 'detect', 'tensorrt')).path).toBe(join(folder, 'half.onnx'));
  await writeFile(join(folder, 'half.onnx'), 'others');
  await readModel(folder, 'detect', 'cpu');
  await expect(readModel(folder, 'detect', 'cuda')).rejects.toThrow(/half.onnx is not the file that .*manifest.json/);
  await change('detector', { variants: [variant, variant] });
  expect(await refusal()).toContain(': variants: must not repeat a provider');
  await change('detector', { variants: [{ ...variant, file: '../half.onnx' }] });
  expect(await refusal()).toContain(': variants.0.file: must be a file name');
});
