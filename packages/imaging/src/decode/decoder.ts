import { ContractError, limits, type Milliseconds } from '@openfashion/contract';
import type { Picture } from '../picture.js';
import { sharp } from '../sharp.js';
import { PixelBudget } from './pixel-budget.js';
import { sniff } from './sniff.js';

/** Turns the bytes of a picture into pixels. */
export interface Decoder {
  /**
   * Upright, 8-bit sRGB, alpha on white, first frame (rule 7.4).
   * @throws ContractError InvalidImageFormatException, ImageTooLargeException; the signal's reason
   */
  decode(bytes: Uint8Array, signal?: AbortSignal): Promise<Picture>;
}

export interface DecoderOptions {
  /** Pixels of pictures that are being decoded at once. */
  readonly maxPixelsInFlight?: number;
  readonly observer?: { decoded(took: Milliseconds): void };
}

const maxPixels = limits.pictures.pixels;

export function createDecoder({ maxPixelsInFlight = 2 * maxPixels, observer }: DecoderOptions = {}): Decoder {
  const budget = new PixelBudget(maxPixelsInFlight);
  return {
    async decode(bytes, signal) {
      const start = performance.now();
      if (sniff(bytes) === undefined) throw unreadable('must be a PNG, JPEG or GIF');
      const pixels = await declaredPixels(bytes);
      const picture = await budget.run(pixels, signal, () => decodePixels(bytes));
      observer?.decoded(performance.now() - start);
      return picture;
    },
  };
}

/** What the head of the file says, before anything is decoded. */
async function declaredPixels(bytes: Uint8Array): Promise<number> {
  const { width, height } = await attempt(() => sharp(bytes, { limitInputPixels: false, pages: 1 }).metadata());
  const pixels = width * height;
  if (pixels > maxPixels)
    throw new ContractError('ImageTooLargeException', `has ${pixels} pixels, at most ${maxPixels} are read`);
  return pixels;
}

async function decodePixels(bytes: Uint8Array): Promise<Picture> {
  const { data, info } = await attempt(() =>
    sharp(bytes, { limitInputPixels: maxPixels, failOn: 'truncated', pages: 1 })
      .autoOrient()
      .toColourspace('srgb')
      .flatten({ background: 'white' })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  );
  if (info.channels === 3) return { width: info.width, height: info.height, data };
  return { width: info.width, height: info.height, data: greyToRgb(data, info.channels) };
}

function greyToRgb(data: Buffer, channels: number): Uint8Array {
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let from = 0, to = 0; from < data.length; from += channels) {
    rgb[to++] = data[from] ?? 0;
    rgb[to++] = data[from] ?? 0;
    rgb[to++] = data[from] ?? 0;
  }
  return rgb;
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw unreadable('cannot be decoded', cause);
  }
}

const unreadable = (detail: string, cause?: unknown) =>
  new ContractError('InvalidImageFormatException', `the picture ${detail}`, { cause });
