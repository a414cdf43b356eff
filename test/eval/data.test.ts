import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldOf, readData } from './data.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-'));
  // 2, 13 and 27 are in fold 0, 1563 is not: figures of models/training.
  const row = (file: string, split: string) => ({ file, split });
  const product = (file: string, split: string, name: string) => ({ ...row(file, split), name, brand: 'Acme' });
  const catalogue = [
    product('2.jpg', 'train', ''),
    product('13.jpg', 'train', 'Held out'),
    product('27.jpg', 'train', 'In both'),
    product('images/1563.jpg', 'train', 'In both'),
    product('a.jpg', 'val', ''),
  ];
  const attributes = [
    { set: 'catalogue', ...row('2.jpg', 'val') },
    { set: 'catalogue', ...row('13.jpg', 'train') },
    { set: 'catalogue', ...row('images/1563.jpg', 'train') },
  ];
  await write('catalogue', catalogue);
  await write('attributes', attributes);
  await write('street', [row('2.jpg', 'val'), row('3.jpg', 'train')]);
  await write('garments', []);
});
afterAll(() => rm(folder, { recursive: true }));

async function write(set: string, rows: readonly object[]) {
  await mkdir(join(folder, set));
  await writeFile(join(folder, set, 'labels.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

const judged = async (options: Parameters<typeof readData>[1]) => {
  const { judged } = await readData(folder, options);
  return Object.fromEntries(Object.entries(judged).map(([set, rows]) => [set, rows.map(({ file }) => file)]));
};

test('folds are those of models/training', () => {
  expect(foldOf('catalogue/images/1563.jpg')).toBe(2);
  expect(foldOf('street/images/0001.jpg')).toBe(8);
  expect(foldOf('garments/a.jpg')).toBe(0);
  expect(foldOf('garments/b.jpg')).toBe(3);
});

test('the validation part', async () => {
  expect(await judged({ split: 'val' })).toEqual({
    catalogue: ['a.jpg'],
    street: ['2.jpg'],
    garments: [],
    attributes: ['2.jpg'],
  });
});

test('fold 0 of the training part, without pictures labelled by eye for validation and twins of what is learnt', async () => {
  expect(await judged({ split: 'train-fold' })).toEqual({
    catalogue: ['13.jpg'],
    street: ['3.jpg'],
    garments: [],
    attributes: ['13.jpg'],
  });
});

test('the gallery is all of the catalogue, however few are judged', async () => {
  const data = await readData(folder, { split: 'val', most: 0 });
  expect(data.judged.catalogue).toEqual([]);
  expect(data.catalogue).toHaveLength(5);
});
