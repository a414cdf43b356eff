import { DeadlineExceeded } from '@openfashion/contract';
import type { Box, Picture } from '@openfashion/imaging';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call, Detector, Embedder, Tagger } from './port.js';

export interface InferenceParts {
  readonly detector: Detector;
  readonly embedder: Embedder;
  readonly tagger: Tagger;
  close(): Promise<void>;
}

/** A picture with one large item of a known type in it. */
export interface SuitePicture {
  readonly picture: Picture;
  readonly type: string;
}

const call = (more: Partial<Call> = {}): Call => ({
  lane: 'interactive',
  deadline: performance.now() + 60_000,
  signal: new AbortController().signal,
  ...more,
});
const whole = ({ width, height }: Picture): Box => ({ x0: 0, y0: 0, x1: width, y1: height });
const blank = (width: number, height: number): Picture => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(255),
});
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

/** What every adapter of the three models promises (port.ts), as tests. @param load at least three different pictures */
export function inferenceSuite(
  name: string,
  open: () => Promise<InferenceParts>,
  load: () => Promise<readonly SuitePicture[]>,
): void {
  describe(`inference: ${name}`, () => {
    let parts: InferenceParts;
    let pictures: readonly SuitePicture[];
    const all = () => pictures.map(({ picture }) => picture);

    beforeAll(async () => {
      [parts, pictures] = await Promise.all([open(), load()]);
    });
    afterAll(() => parts.close());

    test('the known item is found, in its type, within the picture, best first', async () => {
      const found = await parts.detector.detect(all(), call());
      expect(found).toHaveLength(pictures.length);
      for (const [index, detections] of found.entries()) {
        const { picture, type } = pictures[index] ?? { picture: blank(1, 1), type: '' };
        expect(
          detections.filter(({ score }) => score >= parts.detector.thresholds.display).map((one) => one.type),
        ).toContain(type);
        const scores = detections.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(detections.length).toBeLessThanOrEqual(32);
        for (const { box, score } of detections) {
          expect(score).toBeGreaterThanOrEqual(parts.detector.thresholds.indexing);
          expect(Math.max(box.x1 - box.x0, box.y1 - box.y0)).toBeGreaterThan(20);
          expect(Math.min(box.x0, box.y0, picture.width - box.x1, picture.height - box.y1)).toBeGreaterThanOrEqual(0);
        }
      }
    });

    test('nothing is found in a blank picture, or in one of 20 px', async () => {
      expect(await parts.detector.detect([blank(300, 200), blank(20, 20), blank(1, 1)], call())).toEqual([[], [], []]);
    });

    test('vectors are of unit length and the model’s dimension; the same region gives the same vector', async () => {
      const regions = all().map((picture) => ({ picture, box: whole(picture) }));
      const [once, again] = await Promise.all([
        parts.embedder.embed(regions, call()),
        parts.embedder.embed(regions, call()),
      ]);
      for (const [index, vector] of once.entries()) {
        expect(vector).toHaveLength(parts.embedder.embedding.dimension);
        expect(dot(vector, vector)).toBeCloseTo(1, 4);
        expect(dot(vector, again[index] ?? vector)).toBeGreaterThan(0.9999);
      }
      const [first, second] = once;
      if (first && second) expect(dot(first, second)).toBeLessThan(0.99);
    });

    test('one at a time or together, the answers are those of the same pictures', async () => {
      const regions = all().map((picture) => ({ picture, box: whole(picture) }));
      const together = await parts.embedder.embed(regions, call({ lane: 'indexing' }));
      for (const [index, region] of regions.entries()) {
        const [alone = new Float32Array()] = await parts.embedder.embed([region], call());
        expect(dot(alone, together[index] ?? alone)).toBeGreaterThan(0.9999);
      }
      expect(await parts.embedder.embed([], call())).toEqual([]);
    });

    test('tags are of attributes that apply to the type, best label first', async () => {
      const regions = pictures.map(({ picture, type }) => ({ picture, type, box: whole(picture) }));
      for (const attributes of await parts.tagger.tag(regions, call())) {
        expect(attributes.length).toBeGreaterThan(0);
        expect(new Set(attributes.map(({ attribute }) => attribute)).size).toBe(attributes.length);
        for (const { labels } of attributes) {
          const scores = labels.map(({ score }) => score);
          expect(scores.length).toBeGreaterThan(0);
          expect(scores).toEqual([...scores].sort((a, b) => b - a));
        }
      }
      const [region] = regions;
      if (region) expect(await parts.tagger.tag([{ ...region, type: 'NO_SUCH_TYPE' }], call())).toEqual([[]]);
    });

    test('a call past its deadline, or whose caller left, is refused', async () => {
      const [picture] = all();
      if (!picture) throw new Error('the suite needs pictures');
      await expect(parts.detector.detect([picture], call({ deadline: performance.now() - 1 }))).rejects.toBeInstanceOf(
        DeadlineExceeded,
      );
      const left = AbortSignal.abort(new Error('left'));
      await expect(parts.detector.detect([picture], call({ signal: left }))).rejects.toThrow('left');
    });
  });
}
