import { DeadlineExceeded, taxonomy } from '@openfashion/contract';
import type { Box, Picture } from '@openfashion/imaging';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call, Detection, Detector, Embedder, Tagger } from './port.js';

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
/** Away from the edges, so that the margin around it stays in the same picture. */
const inner = ({ x0, y0, x1, y1 }: Box): Box => {
  const [dx, dy] = [(x1 - x0) / 6, (y1 - y0) / 6];
  return { x0: x0 + dx, y0: y0 + dy, x1: x1 - dx, y1: y1 - dy };
};
const whole = ({ width, height }: Picture): Box => ({ x0: 0, y0: 0, x1: width, y1: height });
const blank = (width: number, height: number): Picture => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(255),
});
/** The same items, whatever the batch that they were found in: equal but for the last bits. */
function expectSame(found: readonly Detection[], expected: readonly Detection[]): void {
  expect(found.map(({ type }) => type)).toEqual(expected.map(({ type }) => type));
  for (const [index, { score, box }] of found.entries()) {
    const other = expected[index];
    expect(score).toBeCloseTo(other?.score ?? Number.NaN, 3);
    for (const edge of ['x0', 'y0', 'x1', 'y1'] as const) {
      expect(Math.abs(box[edge] - (other?.box[edge] ?? Number.NaN))).toBeLessThan(0.5);
    }
  }
}
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

/** Two pictures as one, and where each of them stands in it. */
function sideBySide(left: Picture, right: Picture): { readonly picture: Picture; readonly boxes: readonly Box[] } {
  const width = left.width + right.width;
  const height = Math.max(left.height, right.height);
  const data = new Uint8Array(width * height * 3).fill(255);
  for (const [part, offset] of [
    [left, 0],
    [right, left.width],
  ] as const) {
    for (let row = 0; row < part.height; row++) {
      const bytes = part.data.subarray(row * part.width * 3, (row + 1) * part.width * 3);
      data.set(bytes, (row * width + offset) * 3);
    }
  }
  const boxes = [whole(left), { ...whole(right), x0: left.width, x1: width }];
  return { picture: { width, height, data }, boxes };
}

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

    test('a list for each picture, in their order; types are the taxonomy’s', async () => {
      const found = await parts.detector.detect(all(), call());
      for (const [index, picture] of all().entries()) {
        const [alone = []] = await parts.detector.detect([picture], call({ lane: 'indexing' }));
        expectSame(found[index] ?? [], alone);
      }
      const types = taxonomy.types.map(({ id }) => id);
      for (const { type } of found.flat()) expect(types).toContain(type);
      expect(await parts.detector.detect([], call())).toEqual([]);
    });

    test('more pictures than a batch holds, of both lanes at once, each get their own answer', async () => {
      const [first, second] = all();
      if (!first || !second) throw new Error('the suite needs two pictures');
      const many = Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? first : second));
      const [ofFirst = [], ofSecond = []] = await parts.detector.detect([first, second], call());
      const lanes = await Promise.all([
        parts.detector.detect(many, call()),
        parts.detector.detect(many, call({ lane: 'indexing' })),
      ]);
      for (const found of lanes) {
        expect(found).toHaveLength(40);
        for (const [index, detections] of found.entries()) expectSame(detections, index % 3 === 0 ? ofFirst : ofSecond);
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

    test('it is the region that is embedded, not its picture', async () => {
      const [one, other] = all();
      if (!one || !other) throw new Error('the suite needs two pictures');
      const { picture, boxes } = sideBySide(one, other);
      const [apart, together] = await Promise.all([
        parts.embedder.embed(
          [one, other].map((each) => ({ picture: each, box: inner(whole(each)) })),
          call(),
        ),
        parts.embedder.embed(
          boxes.map((box) => ({ picture, box: inner(box) })),
          call(),
        ),
      ]);
      for (const [index, vector] of together.entries()) {
        expect(dot(vector, apart[index] ?? new Float32Array())).toBeGreaterThan(0.98);
        expect(dot(vector, apart[1 - index] ?? new Float32Array())).toBeLessThan(0.9);
      }
    });

    test('tags are of attributes that apply to the type, best label first', async () => {
      const regions = pictures.map(({ picture, type }) => ({ picture, type, box: whole(picture) }));
      const tags = await parts.tagger.tag(regions, call());
      expect(tags).toHaveLength(regions.length);
      for (const [index, attributes] of tags.entries()) {
        expect(attributes.length).toBeGreaterThan(0);
        const said = attributes.map(({ attribute }) => attribute);
        expect(said).toEqual(
          taxonomy.attributesOf(regions[index]?.type ?? '').filter((attribute) => said.includes(attribute)),
        );
        for (const { attribute, labels } of attributes) {
          for (const { value } of labels) expect(taxonomy.label(attribute, value, 'en')).not.toBe('');
          if (!taxonomy.multiLabel.includes(attribute)) expect(labels).toHaveLength(1);
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
      const leaver = new AbortController();
      const many = Array.from({ length: 30 }, () => picture);
      const leaving = parts.detector.detect(many, call({ signal: leaver.signal }));
      leaver.abort(new Error('left later'));
      await expect(leaving).rejects.toThrow('left later');
      expect(await parts.detector.detect([picture], call())).toHaveLength(1);
    });
  });
}
