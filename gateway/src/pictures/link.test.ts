import { randomBytes } from 'node:crypto';
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

test('what was encoded is decoded for the same app key', () => {
  const double = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.webUrl(), double, double, (path, x0, score) => {
      const linked = { ...item, path, score: score + 0, box: { ...item.box, x0: x0 + 0 } };
      expect(codec.decode('app', codec.encode('app', linked))).toEqual(linked);
    }),
  );
});

test('a link is padded base64 of the standard alphabet', () => {
  expect(codec.encode('app', item)).toMatch(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
});

test('a link of another app key or deployment is refused', () => {
  expect(() => codec.decode('other', codec.encode('app', item))).toThrow(refusal);
  expect(() => codec.decode('app', createLinkCodec(randomBytes(32)).encode('app', item))).toThrow(refusal);
});

test('any change of a link is refused', () => {
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
  for (let cut = 1; cut < link.length; cut += 7) expect(() => codec.decode('app', link.slice(0, cut))).toThrow(refusal);
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
