import type { Box, Picture } from '@openfashion/imaging';
import sharp from 'sharp';
import { below, pick, type Random } from '../../harness/random.js';
import type { Backdrop } from './backdrops.js';
import { bounds, silhouette } from './silhouette.js';

/** An altered picture as a file, and where a box of the original stands in it. */
export interface Altered {
  readonly bytes: Uint8Array;
  place(box: Box): Box;
}

/** What people do to a picture before they search with it. */
export interface Alteration {
  readonly name: string;
  /** @param random decides what is left open, such as where to cut */
  apply(picture: Picture, random: Random, backdrop: Backdrop): Promise<Altered>;
}

const stays = (box: Box): Box => box;
const asPng = ({ width, height, data }: Picture) => sharp(data, { raw: { width, height, channels: 3 } }).png();

/** Each alone; files are lossless but where compression is the alteration. */
export const alterations: readonly Alteration[] = [
  {
    name: 'none',
    apply: async (picture) => ({ bytes: await asPng(picture).toBuffer(), place: stays }),
  },
  {
    name: 'crop to 70 % of the area, anywhere',
    apply(picture, random) {
      const { width, height } = scaled(picture, Math.sqrt(0.7));
      return cut(picture, below(random, picture.width - width + 1), below(random, picture.height - height + 1), {
        width,
        height,
      });
    },
  },
  {
    name: 'centre crop to 70 % of each side',
    apply(picture) {
      const size = scaled(picture, 0.7);
      const middle = (whole: number, part: number) => Math.floor((whole - part) / 2);
      return cut(picture, middle(picture.width, size.width), middle(picture.height, size.height), size);
    },
  },
  {
    name: 'JPEG quality 40',
    async apply({ width, height, data }) {
      const image = sharp(data, { raw: { width, height, channels: 3 } });
      return { bytes: await image.jpeg({ quality: 40 }).toBuffer(), place: stays };
    },
  },
  {
    name: 'colour cast',
    async apply(picture, random) {
      const [red, blue] = pick(random, [
        [1.15, 0.85],
        [0.85, 1.15],
      ]);
      const factors = [red ?? 1, 1, blue ?? 1];
      const data = Uint8Array.from(picture.data, (value, at) =>
        Math.min(255, Math.round(value * (factors[at % 3] ?? 1))),
      );
      return { bytes: await asPng({ ...picture, data }).toBuffer(), place: stays };
    },
  },
  {
    name: 'mirrored',
    async apply(picture) {
      const place = ({ x0, x1, ...rows }: Box): Box => ({ ...rows, x0: picture.width - x1, x1: picture.width - x0 });
      return { bytes: await asPng(picture).flop().toBuffer(), place };
    },
  },
  {
    name: 'street background',
    async apply(picture, random, backdrop) {
      const behind = await backdrop(picture, random);
      const data = Uint8Array.from(behind.data);
      for (const [at, standing] of silhouette(picture).data.entries()) {
        if (standing === 1) data.set(picture.data.subarray(3 * at, 3 * at + 3), 3 * at);
      }
      return { bytes: await asPng({ ...picture, data }).toBuffer(), place: stays };
    },
  },
  {
    name: 'tight box: the silhouette and a tenth around',
    async apply(picture) {
      const { x0, y0, x1, y1 } = bounds(silhouette(picture)) ?? wholeOf(picture);
      const [dx, dy] = [0.1 * (x1 - x0), 0.1 * (y1 - y0)];
      const left = Math.max(0, Math.floor(x0 - dx));
      const top = Math.max(0, Math.floor(y0 - dy));
      const width = Math.min(picture.width, Math.ceil(x1 + dx)) - left;
      const height = Math.min(picture.height, Math.ceil(y1 + dy)) - top;
      return cut(picture, left, top, { width, height });
    },
  },
];

interface Size {
  readonly width: number;
  readonly height: number;
}

const wholeOf = ({ width, height }: Size): Box => ({ x0: 0, y0: 0, x1: width, y1: height });

const scaled = ({ width, height }: Size, factor: number): Size => ({
  width: Math.round(width * factor),
  height: Math.round(height * factor),
});

async function cut(picture: Picture, left: number, top: number, size: Size): Promise<Altered> {
  const bytes = await asPng(picture)
    .extract({ left, top, ...size })
    .toBuffer();
  const x = (value: number) => Math.min(size.width, Math.max(0, value - left));
  const y = (value: number) => Math.min(size.height, Math.max(0, value - top));
  const place = ({ x0, y0, x1, y1 }: Box): Box => {
    const box = { x0: x(x0), y0: y(y0), x1: x(x1), y1: y(y1) };
    // Where nothing of the item is left, all that there is.
    return box.x1 > box.x0 && box.y1 > box.y0 ? box : wholeOf(size);
  };
  return { bytes, place };
}
