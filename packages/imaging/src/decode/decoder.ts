import { ContractError, limits, type Milliseconds } from '@openfashion/contract';
import type { Picture } from '../picture.js';
import { sharp } from '../sharp.js';
import { hasMoreScans } from './jpeg-scans.js';
import { PixelBudget } from './pixel-budget.js';
import { withoutTexts } from './png-texts.js';
import { sniff } from './sniff.js';

/** Turns the bytes of a picture into pixels. */
export interface Decoder {
  /**
   * Upright, 8-bit sRGB, alpha on white, first frame (rule 7.4).
   * @throws ContractError InvalidImageFormatException, ImageTooLargeException; the signal's reason
   */
  decode(bytes: Uint8Array, signal?: AbortSignal): Promise<Picture>;
  /**
   * Decode a picture for `work`. Its pixels are in flight until that has ended, so that pictures which wait for something
   * are bounded together too.
   * @throws what `decode` and `work` throw
   */
  withPicture<Result>(
    bytes: Uint8Array,
    work: (picture: Picture) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result>;
}

export interface DecoderOptions {
  /** Pixels of pictures that are being decoded, or worked on, at once. */
  readonly maxPixelsInFlight?: number;
  readonly observer?: { decoded(took: Milliseconds): void };
}

const maxPixels = limits.pictures.pixels;
/** Usual encoders make about ten; a picture of 50 megapixels with a hundred takes about 2 s. */
const maxScans = 100;

export function createDecoder({ maxPixelsInFlight = 2 * maxPixels, observer }: DecoderOptions = {}): Decoder {
  const budget = new PixelBudget(maxPixelsInFlight);
  const decoder: Decoder = {
    decode: (bytes, signal) => decoder.withPicture(bytes, async (picture) => picture, signal),
    async withPicture(bytes, work, signal) {
      const start = performance.now();
      const affordable = withoutBurden(bytes);
      const pixels = await declaredPixels(affordable);
      return budget.run(pixels, signal, async () => {
        const picture = await decodePixels(affordable);
        observer?.decoded(performance.now() - start);
        return work(picture);
      });
    },
  };
  return decoder;
}

/** The picture without what makes its reading cost more than its size tells. */
function withoutBurden(bytes: Uint8Array): Uint8Array {
  const format = sniff(bytes);
  if (format === undefined) throw unreadable('must be a PNG, JPEG or GIF');
  if (format === 'jpeg' && hasMoreScans(bytes, maxScans)) throw unreadable(`has more than ${maxScans} scans`);
  return format === 'png' ? withoutTexts(bytes) : bytes;
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
  return { width: info.width, height: info.height, data };
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
