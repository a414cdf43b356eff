import { EventEmitter, once } from 'node:events';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fingerprint, samePicture } from '../fingerprint.js';
import { prepare, toPicture } from '../prepare.js';
import { sharp } from '../sharp.js';
import { createDecoder } from './decoder.js';

const decoder = createDecoder();
const result = (name: string) => expect.objectContaining({ result: name });

/** A picture whose left half is red and right half blue, and whose top row of pixels is green. */
function marked(width = 40, height = 20): ReturnType<typeof sharp> {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[(y * width + x) * 3 + (y < height / 4 ? 1 : x < width / 2 ? 0 : 2)] = 255;
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}
const pixel = ({ width, data }: { width: number; data: Uint8Array }, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

/** A PNG that is only a head, a body of zeros and, between them, what is told. */
function png(
  width: number,
  height: number,
  body = deflateSync(Buffer.alloc(64)),
  more: [string, Buffer][] = [],
): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const typed = Buffer.concat([Buffer.from(type), data]);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, crc]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', head),
    ...more.map(([type, data]) => chunk(type, data)),
    chunk('IDAT', body),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('every kind becomes upright 8-bit RGB (rule 7.4)', () => {
  test.each(['png', 'gif', 'jpeg'] as const)('%s', async (format) => {
    const picture = await decoder.decode(await marked().toFormat(format, { quality: 100 }).toBuffer());
    expect([picture.width, picture.height, picture.data.length]).toEqual([40, 20, 40 * 20 * 3]);
    expect(pixel(picture, 5, 15)[0]).toBeGreaterThan(240);
    expect(pixel(picture, 35, 15)[2]).toBeGreaterThan(240);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i', async (orientation) => {
    const stored = await sharp(await marked().png().toBuffer())
      .withMetadata({ orientation })
      .jpeg({ quality: 100 })
      .toBuffer();
    const turned = await decoder.decode(stored);
    expect([turned.width, turned.height]).toEqual(orientation < 5 ? [40, 20] : [20, 40]);
    // Where the green edge is shows which way is up.
    const green = [1, 2].includes(orientation)
      ? [20, 1]
      : [3, 4].includes(orientation)
        ? [20, 18]
        : [5, 8].includes(orientation)
          ? [1, 20]
          : [18, 20];
    expect(pixel(turned, green[0] ?? 0, green[1] ?? 0)[1]).toBeGreaterThan(150);
  });

  test('alpha lies on white', async () => {
    const clear = {
      create: { width: 8, height: 8, channels: 4 as const, background: { r: 255, g: 0, b: 0, alpha: 0 } },
    };
    expect(pixel(await decoder.decode(await sharp(clear).png().toBuffer()), 3, 3)).toEqual([255, 255, 255]);
  });

  test('grey, 16 bit and CMYK', async () => {
    const grey = await decoder.decode(await marked().greyscale().png().toBuffer());
    expect(grey.data).toHaveLength(40 * 20 * 3);
    const deep = await decoder.decode(await marked().toColourspace('rgb16').png().toBuffer());
    expect(pixel(deep, 35, 15)).toEqual([0, 0, 255]);
    const printed = await decoder.decode(await marked().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer());
    expect(printed.data).toHaveLength(40 * 20 * 3);
    expect(pixel(printed, 5, 15)[0]).toBeGreaterThan(pixel(printed, 5, 15)[2] ?? 255);
  });

  test('of a GIF the first frame, however many there are', async () => {
    const frames = Buffer.concat(
      Array.from({ length: 300 }, (_, index) => Buffer.alloc(8 * 8 * 3, index === 0 ? 200 : 10)),
    );
    const gif = await sharp(frames, { raw: { width: 8, height: 8 * 300, channels: 3, pageHeight: 8 } })
      .gif()
      .toBuffer();
    const picture = await decoder.decode(gif);
    expect([picture.width, picture.height]).toEqual([8, 8]);
    expect(pixel(picture, 0, 0)[0]).toBeGreaterThan(180);
  });
});

describe('refused', () => {
  const texts = [
    '',
    'text',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '<!doctype html>',
    '%PDF-1.7',
    'BM',
    'RIFF0000WEBPVP8 ',
  ];
  test.each(texts)('%j is no picture of the contract', async (text) => {
    await expect(decoder.decode(new TextEncoder().encode(text))).rejects.toEqual(result('InvalidImageFormatException'));
  });

  test('other formats under a good name', async () => {
    for (const format of ['webp', 'tiff'] as const) {
      const bytes = await marked().toFormat(format).toBuffer();
      await expect(decoder.decode(bytes)).rejects.toEqual(result('InvalidImageFormatException'));
    }
  });

  test('heads without a body', async () => {
    for (const head of [
      [0xff, 0xd8, 0xff],
      [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
      [0x47, 0x49, 0x46, 0x38, 0x39, 0x61],
    ]) {
      await expect(decoder.decode(new Uint8Array(head))).rejects.toEqual(result('InvalidImageFormatException'));
    }
  });

  test('truncated files, wherever they end', async () => {
    const bytes = await marked(300, 300).jpeg().toBuffer();
    for (const part of [0.3, 0.6, 0.9]) {
      await expect(decoder.decode(bytes.subarray(0, bytes.length * part))).rejects.toEqual(
        result('InvalidImageFormatException'),
      );
    }
  });

  test('a script behind a picture’s head', async () => {
    const polyglot = Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      Buffer.from('<svg><script>1</script></svg>'),
    ]);
    await expect(decoder.decode(polyglot)).rejects.toEqual(result('InvalidImageFormatException'));
  });

  test('more than 50 megapixels, by what the head declares', async () => {
    await expect(decoder.decode(png(10_000, 5_001))).rejects.toEqual(result('ImageTooLargeException'));
    await expect(decoder.decode(png(60_000, 60_000))).rejects.toEqual(result('ImageTooLargeException'));
    await expect(decoder.decode(png(100, 100))).rejects.toEqual(result('InvalidImageFormatException'));
  });
});

describe('what costs more than its size tells', () => {
  test('a JPEG of more than 100 scans is refused before any is read', async () => {
    const [head, scan, tail] = [
      [0xff, 0xd8, 0xff],
      [0xff, 0xda, 0, 2],
      [0xff, 0xd9],
    ];
    const file = new Uint8Array([...head, ...Array(101).fill(scan).flat(), ...tail]);
    await expect(decoder.decode(file)).rejects.toMatchObject({ detail: 'the picture has more than 100 scans' });
  });

  // Were they read, this would take ten seconds.
  test('texts of a PNG that would inflate to a thousand times their size are not read', {
    timeout: 2_000,
  }, async () => {
    const text = Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(50_000_000))]);
    const texts = Array(50).fill(['zTXt', text]);
    expect((await decoder.decode(png(10, 1, deflateSync(Buffer.alloc(31)), texts))).data).toEqual(Buffer.alloc(30));
  });
});

test('a picture that is worked on keeps others waiting until the work has ended, well or not', async () => {
  const narrow = createDecoder({ maxPixelsInFlight: 1 });
  const bytes = await marked().png().toBuffer();
  const order: string[] = [];
  const begun = new EventEmitter();
  const first = narrow.withPicture(bytes, async ({ width }) => {
    order.push('first');
    begun.emit('first');
    // As long as it would take the second, were it not kept waiting.
    for (let times = 0; times < 3; times++) await decoder.decode(bytes);
    order.push('first ends');
    throw new Error(`of ${width}`);
  });
  await once(begun, 'first');
  const second = narrow.withPicture(bytes, async () => void order.push('second'));
  await expect(first).rejects.toThrow('of 40');
  await second;
  expect(order).toEqual(['first', 'first ends', 'second']);
});

test('a caller that leaves while it waits for its turn is let go', async () => {
  const narrow = createDecoder({ maxPixelsInFlight: 1 });
  const bytes = await marked(400, 400).png().toBuffer();
  const first = narrow.decode(bytes);
  const leaver = new AbortController();
  const second = narrow.decode(bytes, leaver.signal);
  leaver.abort(new Error('left'));
  await expect(second).rejects.toThrow('left');
  expect((await first).width).toBe(400);
  expect((await narrow.decode(bytes)).width).toBe(400);
});

describe('regions as a model wants them', () => {
  const spec = {
    width: 64,
    height: 64,
    anchor: 'top-left' as const,
    pad: [114, 114, 114] as [number, number, number],
    margin: 0,
  };

  test('letterbox keeps the shape and pads; boxes find their way back', async () => {
    const picture = await decoder.decode(await marked().png().toBuffer());
    const whole = { picture, box: { x0: 0, y0: 0, x1: 40, y1: 20 } };
    const prepared = await prepare(whole, { ...spec, resize: 'letterbox' });
    const shown = { width: 64, data: prepared.data };
    expect(pixel(shown, 5, 25)).toEqual([255, 0, 0]);
    expect(pixel(shown, 5, 40)).toEqual([114, 114, 114]);
    expect(toPicture({ x0: 0, y0: 0, x1: 64, y1: 32 }, prepared)).toEqual(whole.box);
    const centred = await prepare(whole, { ...spec, resize: 'letterbox', anchor: 'centre' });
    expect(pixel({ width: 64, data: centred.data }, 5, 2)).toEqual([114, 114, 114]);
    expect(toPicture({ x0: 0, y0: 16, x1: 64, y1: 48 }, centred)).toEqual(whole.box);
  });

  test('stretch fills; the margin is clipped to the picture; a thin box has a pixel', async () => {
    const picture = await decoder.decode(await marked().png().toBuffer());
    const right = await prepare(
      { picture, box: { x0: 30, y0: 10, x1: 40, y1: 20 } },
      { ...spec, resize: 'stretch', margin: 0.1 },
    );
    expect(right.cut).toEqual({ x0: 29, y0: 9, x1: 40, y1: 20 });
    expect(pixel({ width: 64, data: right.data }, 32, 32)).toEqual([0, 0, 255]);
    const thin = await prepare({ picture, box: { x0: 40, y0: 5, x1: 40, y1: 5 } }, { ...spec, resize: 'stretch' });
    expect(thin.data).toHaveLength(64 * 64 * 3);
  });
});

test('a picture is the same one after recompression and scaling, and not another one of its shape', async () => {
  const one = await decoder.decode(await marked(400, 600).jpeg().toBuffer());
  const worse = await sharp(one.data, { raw: { width: one.width, height: one.height, channels: 3 } })
    .resize(200, 300)
    .jpeg({ quality: 40 })
    .toBuffer();
  const other = await decoder.decode(await marked(400, 600).negate().jpeg().toBuffer());
  const print = await fingerprint(one);
  expect(samePicture(print, await fingerprint(await decoder.decode(worse)))).toBe(true);
  expect(samePicture(print, await fingerprint(other))).toBe(false);
  expect(samePicture(print, new Uint8Array(3))).toBe(false);
});
