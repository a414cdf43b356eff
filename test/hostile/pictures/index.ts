import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultName } from '@openfashion/contract';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import sharp from 'sharp';
import { gif, gifOfFrames, scriptGif } from './gif.js';
import { comment, declaredAs, jpegOfScans, largestSegment, withAfterStart } from './jpeg.js';
import { animatedPng, head, png, pngOf, profileBomb, textBomb, zeros } from './png.js';

/** What a picture must be taken for: one with an item, one without, or the result of rules 7.1 and 7.4. */
export type Taken = 'item' | 'nothing' | Extract<ResultName, 'InvalidImageFormatException' | 'ImageTooLargeException'>;
type Pictures = Readonly<Record<string, Uint8Array>>;

const MB = 1_048_576;
export const goodPicture = readFileSync(join(picturesDirectory, sampleProducts()[0]?.file ?? ''));
const good = () => sharp(goodPicture);
const goodPng = await good().resize(300).png({ progressive: true }).toBuffer();
const goodGif = await good().resize(300).gif().toBuffer();
const text = (content: string) => Buffer.from(content);
const behind = (picture: Uint8Array, tail: Uint8Array) => Buffer.concat([picture, tail]);
const part = (picture: Uint8Array, share: number) => picture.subarray(0, Math.floor(picture.length * share));
const withByte = (picture: Uint8Array, at: number, value: number) => {
  const changed = Buffer.from(picture);
  changed[at] = value;
  return changed;
};

const withItem: Pictures = {
  'a JPEG with a ZIP behind it': behind(goodPicture, text('PK\x03\x04 and so on')),
  'a PNG with HTML behind it': behind(goodPng, text('<script>alert(1)</script>')),
  'a GIF with HTML behind it': behind(goodGif, text('<script>alert(1)</script>')),
  'a JPEG whose comment is PHP': withAfterStart(goodPicture, comment('<?php phpinfo(); ?>')),
  'a JPEG of 70 large segments': withAfterStart(goodPicture, Buffer.concat(Array.from({ length: 70 }, largestSegment))),
  'a JPEG with 4 MB of fill bytes': withAfterStart(goodPicture, Buffer.alloc(4_000_000, 0xff)),
  'a progressive JPEG': await good().jpeg({ progressive: true }).toBuffer(),
  'a CMYK JPEG': await good().toColourspace('cmyk').jpeg().toBuffer(),
  'a PNG whose head has a wrong checksum': withByte(goodPng, 30, (goodPng[30] ?? 0) ^ 1),
  'a grey JPEG': await good().greyscale().jpeg().toBuffer(),
  'a PNG of 16 bit with alpha': await good().resize(300).ensureAlpha().toColourspace('rgb16').png().toBuffer(),
  'a PNG of a palette': await good().resize(300).png({ palette: true, colours: 16 }).toBuffer(),
  'a JPEG with an orientation there is not': await good()
    .withMetadata({ orientation: 1 })
    .jpeg()
    .toBuffer()
    .then(otherOrientation),
};

const without: Pictures = {
  'a GIF that is a script as well': scriptGif('alert(1)'),
  'a GIF of 5,000 frames': gifOfFrames(5_000),
  'a GIF of 300,000 frames': gifOfFrames(300_000),
  'an animated PNG': animatedPng(40, 40),
  'a PNG of one pixel': png(1, 1),
  'a PNG of 1 × 50,000': png(1, 50_000),
  'a PNG of 50,000 × 1': png(50_000, 1),
  'a PNG of 49 megapixels in 6 KB': png(7_000, 7_000, { depth: 1, colour: 0 }),
  'a PNG of 16 bit, 4 channels and 20 megapixels': png(5_000, 4_000, { depth: 16, colour: 6 }),
  'a PNG of 1 bit': png(64, 64, { depth: 1, colour: 0 }),
  'a PNG whose texts inflate to 4 GB': png(8, 8, {
    chunks: Array.from(
      { length: 80 },
      (
        (bomb) => () =>
          bomb
      )(textBomb(50_000_000)),
    ),
  }),
  'a PNG whose profile inflates to 100 MB': png(8, 8, { chunks: [profileBomb(100_000_000)] }),
  'a PNG of 100,000 chunks': png(8, 8, { chunks: Array.from({ length: 100_000 }, () => ['tEXt', text('a\0b')]) }),
  'a PNG whose pixels go on for 100 MB': png(8, 8, { pixels: zeros(100_000_000) }),
  'a JPEG of 95 scans and 25 megapixels': jpegOfScans(5_000, 95),
};

const broken: Pictures = {
  'nothing at all': new Uint8Array(),
  'one byte': new Uint8Array([0xff]),
  'a page': text('<!doctype html><title>not a picture</title>'),
  'an SVG': text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
  'an SVG that reads a file': text(
    '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
  ),
  'a WebP': await good().resize(64).webp().toBuffer(),
  'an AVIF': await good().resize(64).avif({ effort: 0 }).toBuffer(),
  'a TIFF': await good().resize(64).tiff().toBuffer(),
  'a BMP': Buffer.concat([text('BM'), Buffer.alloc(54)]),
  'a PDF': text('%PDF-1.7\n1 0 obj'),
  PostScript: text('%!PS\n(/etc/passwd) (r) file'),
  'an MVG that asks for an address': text('push graphic-context\nfill url(http://127.0.0.2/)'),
  'a JPEG’s head before an SVG': behind(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), text('<svg onload="x"/>')),
  'a JPEG’s first three bytes': goodPicture.subarray(0, 3),
  'a PNG’s signature': goodPng.subarray(0, 8),
  'a GIF’s signature': goodGif.subarray(0, 6),
  'a JPEG cut at a tenth': part(goodPicture, 0.1),
  'a JPEG cut in the middle': part(goodPicture, 0.5),
  'a JPEG cut at nine tenths': part(goodPicture, 0.9),
  'a JPEG without its end': goodPicture.subarray(0, -2),
  'a PNG cut at a tenth': part(goodPng, 0.1),
  'a PNG cut in the middle': part(goodPng, 0.5),
  'a PNG cut at nine tenths': part(goodPng, 0.9),
  'a GIF cut at a tenth': part(goodGif, 0.1),
  'a GIF cut in the middle': part(goodGif, 0.5),
  'a GIF cut at nine tenths': part(goodGif, 0.9),
  'a GIF without frames': gif(8, 8, []),
  'a PNG of no width': png(0, 8),
  'a PNG of 2³¹ − 1 × 1': png(0x7fff_ffff, 1, { pixels: new Uint8Array(3) }),
  'a PNG of an unknown colour type': pngOf([
    ['IHDR', head(8, 8, 8, 5)],
    ['IDAT', zeros(300)],
    ['IEND', Buffer.alloc(0)],
  ]),
  'a PNG without pixels': pngOf([
    ['IHDR', head(8, 8)],
    ['IEND', Buffer.alloc(0)],
  ]),
  'a PNG of 49 megapixels whose pixels end early': png(7_000, 7_000, { pixels: zeros(MB) }),
  'a PNG whose pixels are no zlib': png(8, 8, { pixels: text('no zlib at all') }),
  'a JPEG of no height': declaredAs(goodPicture, 600, 0),
  'a JPEG of 120 scans': jpegOfScans(5_000, 120),
  'a JPEG of 882 scans': jpegOfScans(5_000, 882),
};

const tooLarge: Pictures = {
  'a PNG of 60,000 × 60,000 zeros': png(60_000, 60_000, { pixels: zeros(MB) }),
  'a PNG of 10,000 × 5,001': png(10_000, 5_001, { pixels: zeros(MB) }),
  'a JPEG that claims 65,000 × 65,000': declaredAs(goodPicture, 65_000, 65_000),
  'a GIF whose frame claims 65,535 × 65,535': gif(8, 8, [[65_535, 65_535]]),
  'a JPEG of 5 MB and a byte': behind(goodPicture, Buffer.alloc(5 * MB + 1 - goodPicture.length)),
};

/** An orientation of 1 turned into 99, wherever the encoder put it. */
function otherOrientation(jpeg: Buffer): Buffer {
  const entry = Buffer.from([0x12, 0x01, 0x03, 0x00, 0x01, 0, 0, 0, 0x01]);
  const at = jpeg.indexOf(entry);
  if (at === -1) throw new Error('the picture has no orientation');
  return withByte(jpeg, at + entry.length - 1, 99);
}

const taken = (pictures: Pictures, as: Taken) =>
  Object.entries(pictures).map(([name, bytes], index) => ({
    name,
    bytes,
    taken: as,
    page: `/pictures/${as}-${index}.jpg`,
  }));

/** Broken, lying, burdened and unusual pictures, and what each is. */
export const pictures = [
  ...taken(withItem, 'item'),
  ...taken(without, 'nothing'),
  ...taken(broken, 'InvalidImageFormatException'),
  ...taken(tooLarge, 'ImageTooLargeException'),
];
