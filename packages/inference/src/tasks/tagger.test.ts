import { expect, test } from 'vitest';
import { createTagger } from './tagger.js';

const head = (attribute: string, values: string[], more = {}) => ({
  attribute,
  output: attribute,
  values,
  threshold: 0.4,
  shown: true,
  ...more,
});
const manifest = {
  // In another order than the taxonomy's.
  heads: [
    head('detail', ['button', 'pocket', 'zipper'], { threshold: 0.3 }),
    head('neckline', ['round', 'v_neck']),
    head('category', ['coat', 'jeans', 'pants'], { threshold: 0.2 }),
    head('fit', ['regular', 'slim'], { shown: false }),
  ],
  categories: { PANTS: ['jeans', 'pants'], COAT: ['coat'] },
};
const call = { lane: 'interactive', deadline: Number.POSITIVE_INFINITY, signal: new AbortController().signal } as const;

/** What is said of one region whose probabilities are given per head. */
async function tag(type: string, ...scores: readonly (readonly number[])[]) {
  const attributes = await attributesOf(type, scores);
  return attributes.map(({ attribute, labels }) => [attribute, ...labels.map(({ value }) => value)].join(' '));
}

/** Scores of what is said of its category. */
async function scoresOf(type: string, category: readonly number[]) {
  const [said] = await attributesOf(type, [[0, 0, 0], [0, 0], category, [0, 0]]);
  return Object.fromEntries(said?.labels.map(({ value, score }) => [value, Math.round(score * 1e4) / 1e4]) ?? []);
}

async function attributesOf(type: string, scores: readonly (readonly number[])[]) {
  const picture = { width: 1, height: 1, data: new Uint8Array(3) };
  const box = { x0: 0, y0: 0, x1: 1, y1: 1 };
  const output = scores.map((values) => Float32Array.from(values));
  const prepared = { data: new Uint8Array(), cut: box, scale: { x: 1, y: 1 }, offset: { x: 0, y: 0 } };
  const tagger = createTagger(manifest, { run: async () => [{ output, prepared }] });
  const [attributes = []] = await tagger.tag([{ picture, box, type }], call);
  return attributes;
}

test('attributes are those of the type, in the taxonomy’s order; hidden heads say nothing', async () => {
  const scores = [
    [0.9, 0, 0],
    [0.9, 0.1],
    [0.9, 0.1, 0],
    [0.9, 0.1],
  ];
  expect(await tag('COAT', ...scores)).toEqual(['category coat', 'neckline round', 'detail button']);
  expect(await tag('BELT', ...scores)).toEqual(['category coat']);
  expect(await tag('NO_SUCH_TYPE', ...scores)).toEqual([]);
});

test('a category that does not fit the type is not said, however sure', async () => {
  expect(await tag('PANTS', [0, 0, 0], [0, 0], [0.7, 0.1, 0.2], [0, 0])).toEqual(['category pants']);
  expect(await tag('PANTS', [0, 0, 0], [0, 0], [0.96, 0.02, 0.02], [0, 0])).toEqual([]);
});

test('values that fit the type share what the head believes of others, as far as the type is trusted', async () => {
  // 0.9 · 0.15 / (0.9 · 0.25 + 0.1 · 0.75)
  expect(await scoresOf('PANTS', [0.75, 0.15, 0.1])).toEqual({ jeans: 0.45 });
  expect(await scoresOf('COAT', [0, 0, 0])).toEqual({});
  // A type without an entry lets all values through.
  expect(await scoresOf('SKIRT', [0.75, 0.15, 0.1])).toEqual({ coat: 0.75 });
});

test('nothing is said below the threshold; only details may be several', async () => {
  expect(await tag('COAT', [0.3, 0.2, 0.8], [0.39, 0.38], [0, 0, 0], [0, 0])).toEqual(['detail zipper button']);
  expect(await tag('COAT', [0, 0, 0], [0.45, 0.46], [0, 0, 0], [0, 0])).toEqual(['neckline v_neck']);
});
