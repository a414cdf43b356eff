import { openLocalModels } from '@openfashion/inference/suite/local-models';
import { beforeAll, expect, test } from 'vitest';
import { modelsDirectory } from '../harness/models.js';
import { type Answer, answersOf, findSubjects } from './answers.js';
import { bounds, compare } from './compare.js';

/** What the shipped models say on the CPU, of all subjects together and of one after the other. */
let together: Answer[];
let oneByOne: Answer[];
beforeAll(async () => {
  const models = await openLocalModels({ modelsDir: modelsDirectory, executionProvider: 'cpu', threads: 1 });
  try {
    const subjects = await findSubjects(models, 40);
    together = await answersOf(models, subjects);
    oneByOne = [];
    for (const subject of subjects) oneByOne.push(...(await answersOf(models, [subject])));
  } finally {
    await models.close();
  }
});

/** The same answers, but for the first of them. */
const changed = (change: (answer: Answer) => Partial<Answer>): Answer[] =>
  together.map((answer, index) => (index === 0 ? { ...answer, ...change(answer) } : answer));

test('the CPU answers as the CPU does, whatever the batch', () => {
  const { faults, cosine, pixels, boxes, labels } = compare(together, oneByOne);
  expect(faults).toEqual([]);
  expect(cosine).toBeGreaterThan(0.999999);
  expect(pixels).toBeLessThan(0.01);
  expect(Math.min(boxes, labels)).toBeGreaterThan(together.length);
});

test('a vector that turned is a fault', () => {
  // Orthogonal noise of 4 % of the length: a cosine of 0.9992.
  const { faults, cosine } = compare(
    together,
    changed(({ vector }) => ({
      vector: vector.map((value, index) => value + (index % 2 === 0 ? -1 : 1) * 0.04 * (vector[index ^ 1] ?? 0)),
    })),
  );
  expect(cosine).toBeLessThan(bounds.cosine);
  expect(faults).toEqual([expect.stringContaining(': cosine 0.999')]);
  expect(
    compare(
      together,
      changed(() => ({ vector: new Float32Array(2) })),
    ).faults,
  ).toHaveLength(1);
});

test('a box that moved by more than a pixel, is gone, or is new, is a fault', () => {
  const moved = (by: number) =>
    changed(({ detections: [first, ...rest] }) => ({
      detections: first ? [{ ...first, box: { ...first.box, x1: first.box.x1 + by } }, ...rest] : [],
    }));
  expect(compare(together, moved(0.9)).faults).toEqual([]);
  expect(compare(together, moved(1.1)).faults[0]).toMatch(/: a box of \w+ is 1\.10 px away/);
  const gone = changed(({ detections }) => ({ detections: detections.slice(1) }));
  expect(compare(together, gone).faults[0]).toMatch(/: a box of \w+ is/);
  expect(compare(gone, together).faults[0]).toMatch(/: a box of \w+ is/);
});

test('a box that fell just below what is shown is still the same box', () => {
  const dimmed = changed(({ detections: [first, ...rest], display }) => ({
    detections: first ? [{ ...first, score: display - 0.001 }, ...rest] : [],
  }));
  expect(compare(together, dimmed).faults).toEqual([]);
});

test('another top label, and one more or less, are faults; the order behind it is not', () => {
  const [attribute] = together[0]?.attributes ?? [];
  if (attribute === undefined) throw new Error('the first subject has no label');
  const label = `${attribute.attribute} ${attribute.labels[0]?.value}`;
  const others = (attributes: Answer['attributes']) => changed(() => ({ attributes }));
  const rest = together[0]?.attributes.slice(1) ?? [];
  expect(compare(together, others(rest)).faults).toEqual([expect.stringContaining(`: lacks ${label}`)]);
  const longer = { ...attribute, labels: [...attribute.labels, { value: 'other', score: 0 }] };
  expect(compare(together, others([longer, ...rest])).faults).toEqual([]);
  const other = { ...attribute, labels: [{ value: 'other', score: 1 }, ...attribute.labels] };
  expect(compare(together, others([other, ...rest])).faults).toHaveLength(2);
});

test('answers about another picture are no answers', () => {
  expect(() => compare(together, together.slice(1))).toThrow('no answer for');
});
