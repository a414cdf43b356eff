import { type Detection, type Detector, type Embedder, type Embedders, embeddersOf } from '@openfashion/inference';

/** Called before each answer with the picture's red and the caller's signal; may throw. */
export type Before = (model: 'detector' | 'embedder', red: number, signal: AbortSignal) => Promise<void>;

const spaces = { colour: 4, hue: 3 } as const;
export type SpaceName = keyof typeof spaces;
/** What each of the embedders makes. */
export const embeddings = Object.entries(spaces).map(([id, dimension]) => ({ id, dimension }));

/**
 * Models that say what a picture of one colour is: an item that fills it unless its red is 0, and vectors made of
 * green and blue, for each name of other ones. The first makes those of new services.
 */
export function makeModels(
  before: Before = async () => {},
  [first, ...others]: readonly [SpaceName, ...SpaceName[]] = ['colour'],
): {
  readonly detector: Detector;
  readonly embedders: Embedders;
} {
  return {
    detector: {
      thresholds: { display: 0.5, indexing: 0.3 },
      async detect(pictures, { signal }) {
        for (const { data } of pictures) await before('detector', data[0] ?? 0, signal);
        return pictures.map(({ width, height, data }): Detection[] => {
          if ((data[0] ?? 0) < 100) return [];
          return [{ type: 'coat', score: 0.9, box: { x0: 0, y0: 0, x1: width, y1: height } }];
        });
      },
    },
    embedders: embeddersOf(makeEmbedder(first, before), ...others.map((name) => makeEmbedder(name, before))),
  };
}

function makeEmbedder(name: SpaceName, before: Before): Embedder {
  return {
    embedding: { id: name, dimension: spaces[name] },
    async embed(regions, { signal }) {
      for (const { picture } of regions) await before('embedder', picture.data[0] ?? 0, signal);
      return regions.map(({ picture: { data } }) => vectorOf(name, data[1] ?? 0, data[2] ?? 0));
    },
  };
}

/** The vector of a picture with this green and blue. */
export function vectorOf(name: SpaceName, green: number, blue: number): Float32Array {
  const numbers = name === 'colour' ? [green + 1, blue + 1, 255 - green, 255 - blue] : [green - 128, blue - 128, 256];
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (value) => value / length);
}
