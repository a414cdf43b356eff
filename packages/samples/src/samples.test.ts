import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { limits, readDataFile } from '@openfashion/contract';
import { createDecoder, fingerprint, samePicture } from '@openfashion/imaging';
import { beforeAll, describe, expect, test } from 'vitest';
import { picturesDirectory, sampleDataFile, sampleLooks, sampleProducts } from './index.js';

const baseUrl = 'http://127.0.0.1:8080';
const pictureOf = (file: string): Promise<Buffer> => readFile(join(picturesDirectory, file));

describe('the catalogue', () => {
  test('has at least 120 products, each under an id of its own that can stand in an address', () => {
    const ids = sampleProducts().map(({ productId }) => productId);
    expect(ids.length).toBeGreaterThanOrEqual(120);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+$/);
  });

  test('is varied: families, kinds, colours, patterns', () => {
    const count = (value: (product: ReturnType<typeof sampleProducts>[number]) => string): number =>
      new Set(sampleProducts().map(value)).size;
    expect(count(({ category2Id }) => category2Id)).toBe(7);
    expect(count(({ category3Id }) => category3Id)).toBeGreaterThanOrEqual(20);
    expect(count(({ s1 }) => s1)).toBeGreaterThanOrEqual(20);
    expect(count(({ s2 }) => s2)).toBeGreaterThanOrEqual(15);
  });

  test('reads well', () => {
    const names = new Map(sampleProducts().map(({ productId, name }) => [productId, name]));
    expect(names.get('dress-floral-cream-01')).toBe('Cream and red floral A-line dress');
    expect(names.get('tshirt-white-01')).toBe('White crew-neck T-shirt');
  });
});

describe('the data file', () => {
  const bytes = new TextEncoder().encode(sampleDataFile(baseUrl));

  test('is one that the contract accepts, every line of it (rule 8.5)', () => {
    const file = readDataFile(bytes, 'jsonl');
    expect(file.lineCount).toBe(sampleProducts().length);
    const lines = file.lines(0, file.lineCount);
    expect(lines.filter(({ kind }) => kind !== 'enable')).toEqual([]);
    expect(bytes.length).toBeLessThan(limits.indexing.fileBytes);
  });

  test('leads to the pictures under the given address', () => {
    const [line] = readDataFile(bytes, 'jsonl').lines(0, 1);
    const [product] = sampleProducts();
    expect(line).toMatchObject({
      product: {
        productId: product?.productId,
        imageUrl: `${baseUrl}/samples/${product?.productId}.jpg`,
        s1: product?.s1,
      },
    });
  });
});

describe('the pictures', () => {
  const prints = new Map<string, Uint8Array>();

  beforeAll(async () => {
    const decoder = createDecoder();
    for (const { file } of [...sampleProducts(), ...sampleLooks()]) {
      const picture = await decoder.decode(await pictureOf(file));
      expect([picture.width, picture.height], file).toEqual([600, 800]);
      prints.set(file, await fingerprint(picture));
    }
  });

  test('are there for every product and look', () => {
    expect(prints.size).toBe(sampleProducts().length + sampleLooks().length);
  });

  test('two products have another one’s picture, all others one of their own', () => {
    const files = sampleProducts().map(({ file }) => file);
    const print = (file: string): Uint8Array => prints.get(file) ?? new Uint8Array();
    const pairs = files
      .flatMap((a, i) => files.slice(i + 1).map((b) => [a, b] as const))
      .filter(([a, b]) => samePicture(print(a), print(b)));
    expect(pairs.map(([a, b]) => [a, b.replace('-outlet', '')])).toEqual(pairs.map(([a]) => [a, a]));
    expect(pairs).toHaveLength(2);
  });
});
