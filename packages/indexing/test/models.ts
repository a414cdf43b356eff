import type { Detection, Detector, Embedder } from '@openfashion/inference';

/**
 * Models that say what a picture of one colour is: an item that fills it unless its red is 0, and a vector made of
 * green and blue. `before` runs before each answer with the picture's red and the caller's signal, and may throw.
 */
export function makeModels(
  before: (model: 'detector' | 'embedder', red: number, signal: AbortSignal) => Promise<void> = async () => {},
): {
  readonly detector: Detector;
  readonly embedder: Embedder;
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
    embedder: {
      embedding: { id: 'colour', dimension: 4 },
      async embed(regions, { signal }) {
        for (const { picture } of regions) await before('embedder', picture.data[0] ?? 0, signal);
        return regions.map(({ picture: { data } }) => {
          const vector = [(data[1] ?? 0) + 1, (data[2] ?? 0) + 1, 255 - (data[1] ?? 0), 255 - (data[2] ?? 0)];
          const length = Math.hypot(...vector);
          return Float32Array.from(vector, (value) => value / length);
        });
      },
    },
  };
}
