import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withVariant } from './variant.js';

let models: string;
beforeEach(async () => {
  models = await mkdtemp(join(tmpdir(), 'models-'));
  const variants = [{ precision: 'int8', file: 'int8.onnx', sha256: 'b', providers: ['cpu'] }];
  await model('detector', { file: 'model.onnx', sha256: 'a', classes: ['TOP'], variants });
  await model('tagger', { file: 'model.onnx', sha256: 'a' });
});
afterEach(() => rm(models, { recursive: true }));

async function model(name: string, manifest: object) {
  await mkdir(join(models, name));
  await writeFile(join(models, name, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(models, name, 'int8.onnx'), 'weights');
}

const manifestOf = async (directory: string, name: string) =>
  JSON.parse(await readFile(join(directory, name, 'manifest.json'), 'utf8'));

test('the variant is the main file, where a model has it; the folder is gone afterwards', async () => {
  let directory: string;
  {
    await using variant = await withVariant(models, 'int8');
    ({ directory } = variant);
    expect(variant.changed).toEqual(['detector']);
    expect(await manifestOf(directory, 'detector')).toEqual({ file: 'int8.onnx', sha256: 'b', classes: ['TOP'] });
    expect(await manifestOf(directory, 'tagger')).toEqual({ file: 'model.onnx', sha256: 'a' });
    expect(await readFile(join(directory, 'detector', 'int8.onnx'), 'utf8')).toBe('weights');
  }
  await expect(stat(directory)).rejects.toThrow('ENOENT');
  expect(await readFile(join(models, 'detector', 'int8.onnx'), 'utf8')).toBe('weights');
});

test('a variant that no model has is refused', async () => {
  await expect(withVariant(models, 'float16')).rejects.toThrow('has a variant float16');
});
