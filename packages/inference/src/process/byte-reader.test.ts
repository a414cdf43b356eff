import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { ByteReader } from './byte-reader.js';

const numbers = (from: number, length: number) =>
  Buffer.from(Array.from({ length }, (_, index) => (from + index) % 256));

test('bytes are given as they are asked for, however they arrive', async () => {
  const stream = new PassThrough();
  const reader = new ByteReader(stream);
  stream.write(numbers(0, 5));
  expect([...(await reader.take(3))]).toEqual([0, 1, 2]);
  const next = reader.take(6);
  stream.write(numbers(5, 1));
  stream.write(numbers(6, 10));
  expect([...(await next)]).toEqual([3, 4, 5, 6, 7, 8]);
  expect([...(await reader.take(7))]).toEqual([9, 10, 11, 12, 13, 14, 15]);
});

test('more than a stream holds by itself', async () => {
  const stream = new PassThrough();
  const taken = new ByteReader(stream).take(2_000_000);
  for (let sent = 0; sent < 2_000_000; sent += 50_000) stream.write(numbers(sent, 50_000));
  expect(Buffer.compare(await taken, numbers(0, 2_000_000))).toBe(0);
});
