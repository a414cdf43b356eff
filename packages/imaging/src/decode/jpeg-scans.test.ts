import { expect, test } from 'vitest';
import { sharp } from '../sharp.js';
import { hasMoreScans } from './jpeg-scans.js';

const jpeg = (options: { progressive: boolean }) =>
  sharp({ create: { width: 40, height: 40, channels: 3, background: 'red' } })
    .jpeg(options)
    .toBuffer();
const soi = [0xff, 0xd8];
const scan = [0xff, 0xda, 0, 2, 1, 0xff, 0, 2, 0xff, 0xd0, 3];
const eoi = [0xff, 0xd9];
const scans = (bytes: readonly number[]) => {
  const file = new Uint8Array(bytes);
  return [0, 1, 2, 3, 4].find((most) => !hasMoreScans(file, most));
};

test('scans are counted as encoders write them', async () => {
  const progressive = await jpeg({ progressive: true });
  expect([hasMoreScans(progressive, 9), hasMoreScans(progressive, 10)]).toEqual([true, false]);
  const baseline = await jpeg({ progressive: false });
  expect([hasMoreScans(baseline, 0), hasMoreScans(baseline, 1)]).toEqual([true, false]);
});

test.each([
  ['stuffed bytes and restarts end no scan', [...soi, ...scan, ...scan, ...eoi], 2],
  [
    'what a segment holds, such as a thumbnail, is not counted',
    [...soi, 0xff, 0xe1, 0, 13, ...scan, ...scan, ...eoi],
    1,
  ],
  ['what stands behind the picture is not counted', [...soi, ...scan, ...eoi, ...scan], 1],
  ['fill bytes before a marker hide nothing', [...soi, 0xff, 0xff, ...scan, 0xff, 0xff, 0xff, ...scan], 2],
  ['a length that leads beyond the file ends the counting', [...soi, 0xff, 0xe1, 0xff, 0xff, ...scan], 0],
  ['a lone 0xff at the end is no marker', [...soi, ...scan, 0xff], 1],
])('%s', (_name, bytes, expected) => {
  expect(scans(bytes)).toBe(expected);
});
