import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exported, imported, samples, store } from '../../test/transfers.js';
import { openWorld, type World } from '../../test/world.js';
import { TransferError } from './transfer-error.js';

let world: World;
let file: string;
beforeAll(async () => {
  world = await openWorld();
  const service = await world.createService();
  await store(world, service, samples(3));
  file = await exported(world, service);
});
afterAll(() => world.close());

const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer).toString('base64');
/** The file with one line changed; the first is 1. */
const change = (line: number, how: (value: Record<string, unknown>) => unknown): string =>
  edit(line, (text) => JSON.stringify(how(JSON.parse(text))));
function edit(line: number, how: (text: string) => string): string {
  const lines = file.split('\n');
  lines[line - 1] = how(lines[line - 1] ?? '');
  return lines.join('\n');
}
const set = (line: number, fields: object) => change(line, (value) => ({ ...value, ...fields }));

describe('a file that is wrong is refused with its line and field:', () => {
  test.each<[string, () => string | Uint8Array, string]>([
    ['nothing', () => '', 'the file is empty'],
    ['no header', () => file.split('\n').slice(1).join('\n'), 'line 1: format: must be openfashion-service'],
    ['another version', () => set(1, { version: 2 }), 'line 1: version: must be 1'],
    ['a header that is not JSON', () => edit(1, () => '{"format"'), 'line 1: is not JSON'],
    ['no number of documents', () => set(1, { documents: -1 }), 'line 1: documents: '],
    ['an impossible dimension', () => set(1, { dimension: 0 }), 'line 1: dimension: '],
    ['another dimension than the collection', () => set(1, { dimension: 5 }), 'has 4 dimensions, not 5'],
    [
      'cut short between lines',
      () => file.split('\n').slice(0, 3).join('\n'),
      'cut short: it has no end after 2 documents',
    ],
    ['cut short in a line', () => file.slice(0, -40), 'line 4: is not JSON'],
    ['an end that counts otherwise', () => set(5, { documents: 4 }), 'line 5: documents: 4, but the file has 3'],
    ['something behind the end', () => `${file}{}\n`, 'line 6: stands behind the end'],
    ['a blank line', () => edit(3, () => ''), 'line 3: is not JSON'],
    ['a line that is no object', () => edit(3, () => 'null'), 'line 3: '],
    ['a product twice', () => edit(4, () => file.split('\n')[2] ?? ''), 'is on line 3 too'],
    ['no product id', () => set(2, { productId: '' }), 'line 2: productId: must not be empty'],
    ['half a surrogate pair', () => set(2, { name: 'x\ud800' }), 'line 2: name: must not contain a lone surrogate'],
    [
      'a name that is too long',
      () => set(2, { name: 'x'.repeat(257) }),
      'line 2: name: must be at most 256 characters',
    ],
    ['no address', () => set(2, { imageUrl: 'ftp://x' }), 'line 2: imageUrl: must be an http or https address'],
    ['a removal', () => set(2, { status: 'disable' }), 'line 2: status: must be enable'],
    ['no vector', () => set(2, { vector: undefined }), 'line 2: vector: must be a base64 string'],
    ['base64 that is none', () => set(2, { vector: 'AAAA*' }), 'line 2: vector: is not base64'],
    [
      'base64 of another alphabet',
      () => set(2, { fingerprint: '-'.repeat(256) }),
      'line 2: fingerprint: is not base64',
    ],
    [
      'a vector of another dimension',
      () => set(2, { vector: floats(1, 0, 0) }),
      'line 2: vector: must have 16 bytes, has 12',
    ],
    [
      'NaN in a vector',
      () => set(2, { vector: floats(1, Number.NaN, 0, 0) }),
      'line 2: vector: has a value that is not a finite number',
    ],
    [
      'infinity in a vector',
      () => set(2, { vector: floats(1, Number.POSITIVE_INFINITY, 0, 0) }),
      'line 2: vector: has a value',
    ],
    [
      'a vector that is too long',
      () => set(2, { vector: floats(1, 1, 0, 0) }),
      'line 2: vector: is not of unit length',
    ],
    [
      'a fingerprint that is too short',
      () => set(2, { fingerprint: 'AAAA' }),
      'line 2: fingerprint: must have 192 bytes, has 3',
    ],
    ['no hash', () => set(2, { contentHash: 'ab' }), 'line 2: contentHash: must be 64 hexadecimal digits'],
    ['an etag that no header carries', () => set(2, { etag: 'a\nb' }), 'line 2: etag: must be 1 to 256 printable'],
    ['a line that is too long', () => set(3, { more: 'x'.repeat(140_000) }), 'line 3: has more than 131072 bytes'],
    [
      'bytes that are no UTF-8',
      () => Buffer.concat([Buffer.from(file.slice(0, 200)), Buffer.from([0xff])]),
      'is not UTF-8',
    ],
  ])('%s', async (_, make, message) => {
    const to = await world.createService('to');
    const error = await imported(world, to, make()).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(message);
    if (!message.includes('dimensions, not')) expect(error).toBeInstanceOf(TransferError);
    expect(await world.documents(to)).toEqual([]);
  });

  test('a line without end is refused before it is in memory', async () => {
    let asked = 0;
    const endless = async function* () {
      for (;;) {
        asked += 1;
        yield Buffer.alloc(65_536, 'x');
      }
    };
    await expect(imported(world, await world.createService('to'), endless())).rejects.toThrow('line 1: has more than');
    expect(asked).toBeLessThan(5);
  });
});
