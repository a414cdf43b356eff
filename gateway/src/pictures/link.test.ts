import { randomBytes } from 'node:crypto';
import { limits } from '@openfashion/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLinkCodec, type LinkedItem } from './link.js';

const codec = createLinkCodec(randomBytes(32));
const item: LinkedItem = {
  path: 'https://shop.example/사진.jpg?a=1&b=+',
  box: { x0: 1.25, y0: 2, x1: 30.333333333333332, y1: 40 },
  size: { width: 600, height: 800 },
  score: 0.97123,
  type: 'JACKET',
};
const refusal = 'link: must be a link that detect answered for this app key';
const btoaUtf8 = (text: string) => Buffer.from(text).toString('base64');

const fraction = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);
const side = fc.integer({ min: 1, max: 50_000_000 });
const anyItem: fc.Arbitrary<LinkedItem> = fc.record({
  path: fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string({ unit: 'binary', maxLength: 1000 })),
  box: fc.record({ x0: fraction, y0: fraction, x1: fraction, y1: fraction }),
  size: fc.record({ width: side, height: side }),
  score: fraction,
  type: fc.string({ unit: 'grapheme' }),
});
const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const base64 = fc.constantFrom(
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=',
  '-',
  '_',
  ' ',
  '\0',
);
const isRefused = expect.objectContaining({ name: 'ContractError', result: 'InvalidParam', detail: refusal });

test('what was encoded is decoded under the same key for the same app key, and for no other', () => {
  fc.assert(
    fc.property(anyItem, key, key, word, word, (linked, own, other, app, stranger) => {
      fc.pre(app !== stranger && Buffer.compare(own, other) !== 0);
      const link = createLinkCodec(own).encode(app, linked);
      expect(createLinkCodec(own).decode(app, link)).toEqual(linked);
      expect(() => createLinkCodec(own).decode(stranger, link)).toThrow(isRefused);
      expect(() => createLinkCodec(other).decode(app, link)).toThrow(isRefused);
    }),
  );
});

test('one character changed, added or left out anywhere, or any cut, makes a link that we did not make (rule 6.3)', () => {
  fc.assert(
    fc.property(anyItem, fc.nat(), base64, (linked, where, character) => {
      const link = codec.encode('app', linked);
      const at = where % link.length;
      const [before, after] = [link.slice(0, at), link.slice(at + 1)];
      for (const other of [before + character + after, before + character + link[at] + after, before + after, before]) {
        if (other !== link) expect(() => codec.decode('app', other)).toThrow(isRefused);
      }
    }),
    { numRuns: 500 },
  );
});

test('every single character of a link counts, its last bits and its padding too', () => {
  const links = ['a', 'ab', 'abc'].map((path) => codec.encode('app', { ...item, path }));
  expect(links.map((link) => link.length - link.replaceAll('=', '').length).sort()).toEqual([0, 1, 2]);
  for (const link of links) {
    for (let at = 0; at < link.length; at++) {
      for (const other of 'AQgw4BRhx=') {
        const changed = link.slice(0, at) + other + link.slice(at + 1);
        if (changed !== link) expect(() => codec.decode('app', changed)).toThrow(isRefused);
      }
      expect(() => codec.decode('app', link.slice(0, at))).toThrow(isRefused);
    }
    for (const more of ['=', 'A', ' ', '\n']) expect(() => codec.decode('app', link + more)).toThrow(isRefused);
  }
});

test('any text is refused, and any JSON in base64', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json().map(btoaUtf8)), (text) => {
      expect(() => codec.decode('app', text)).toThrow(isRefused);
    }),
  );
});

test('a link is padded base64 of the standard alphabet', () => {
  expect(codec.encode('app', item)).toMatch(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
});

test('a link that says another thing under the same code is refused', () => {
  const link = codec.encode('app', item);
  const read = JSON.parse(Buffer.from(link, 'base64').toString());
  const forge = (changes: object) => Buffer.from(JSON.stringify({ ...read, ...changes })).toString('base64');
  for (const changes of [
    { path: 'http://10.0.0.1/' },
    { box: { ...item.box, x0: 0 } },
    { type: 'COAT' },
    { mac: '' },
  ]) {
    expect(() => codec.decode('app', forge(changes))).toThrow(refusal);
  }
});

test('the same content in other bytes is refused', () => {
  const link = codec.encode('app', item);
  const read = JSON.parse(Buffer.from(link, 'base64').toString());
  const { mac, ...rest } = read;
  for (const value of [
    JSON.stringify(read, null, 1),
    JSON.stringify({ ...read, a: 1 }),
    JSON.stringify({ mac, ...rest }),
  ]) {
    expect(() => codec.decode('app', Buffer.from(value).toString('base64'))).toThrow(refusal);
  }
});

test('a link of which any single bit is another is refused', () => {
  const link = Buffer.from(codec.encode('app', item));
  for (let bit = 0; bit < link.length * 8; bit++) {
    const flipped = Buffer.from(link);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => codec.decode('app', flipped.toString('latin1')), `bit ${bit}`).toThrow(refusal);
  }
});

test.each(['', 'null', 'bnVsbA==', 'W10=', 'e30=', '%%%', 'eyJhIjox', 'A'.repeat(16_384)])('%s is refused', (link) => {
  expect(() => codec.decode('app', link)).toThrow(refusal);
});

test('the longest link leaves half of a buffer of 16 KB to the rest of its request (docs/kubernetes.md)', () => {
  const least = -Number.MAX_VALUE;
  const longest = [
    // Each becomes six characters of JSON, or four bytes whose base64 has characters to be escaped.
    '\u0001'.repeat(limits.pictures.addressCharacters),
    '👗'.repeat(limits.pictures.addressCharacters),
  ].map((path) =>
    codec.encode('a'.repeat(64), {
      path,
      box: { x0: least, y0: least, x1: least, y1: least },
      size: { width: limits.pictures.pixels, height: limits.pictures.pixels },
      score: 0.12345,
      type: 'X'.repeat(64),
    }),
  );
  for (const link of longest) expect(encodeURIComponent(link).length).toBeLessThan(9_000);
});
