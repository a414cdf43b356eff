import { expect, test } from 'vitest';
import { sharp } from '../sharp.js';
import { withoutTexts } from './png-texts.js';

const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
  .png()
  .toBuffer();
const head = 8 + 25;

/** A chunk whose checksum is wrong, which is not looked at. */
function chunk(type: string, length: number, declared = length): Buffer {
  const data = Buffer.alloc(12 + length);
  data.writeUInt32BE(declared);
  data.write(type, 4, 'latin1');
  return data;
}
const withChunks = (...chunks: Buffer[]) =>
  Buffer.concat([picture.subarray(0, head), ...chunks, picture.subarray(head)]);

test('compressed texts are left out, and nothing else', () => {
  const kept = [chunk('tEXt', 5), chunk('eXIf', 3)] as const;
  const file = withChunks(chunk('zTXt', 9), kept[0], chunk('iTXt', 0), chunk('iTXt', 2), kept[1]);
  expect(Buffer.compare(withoutTexts(file), withChunks(...kept))).toBe(0);
});

test('a picture without them is the very same', () => {
  expect(withoutTexts(picture)).toBe(picture);
});

test.each([
  ['a text that leads beyond the file', withChunks(chunk('zTXt', 4, 0xffff_ffff))],
  ['a file that is cut in a chunk’s head', picture.subarray(0, head + 5)],
  ['a signature alone', picture.subarray(0, 8)],
])('%s is left as it is', (_name, file) => {
  expect(withoutTexts(file)).toBe(file);
});

test('a view into a larger buffer is read at its place', () => {
  const larger = Buffer.concat([Buffer.alloc(7), withChunks(chunk('iTXt', 6))]);
  expect(Buffer.compare(withoutTexts(larger.subarray(7)), picture)).toBe(0);
});
