import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LocalModels, openLocalModels } from '@openfashion/inference/suite/local-models';
import { sampleLooks, sampleProducts } from '@openfashion/samples';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figures, look, type Seen } from './measure.js';

const modelsDir = join(dirname(fileURLToPath(import.meta.url)), '../../../models');
let models: LocalModels;
let seen: readonly Seen[];

beforeAll(async () => {
  models = await openLocalModels({ modelsDir, executionProvider: 'cpu', threads: 1 });
  seen = await look(
    sampleProducts().filter(({ productId }) => !productId.endsWith('-outlet')),
    models,
  );
}, 240_000);

afterAll(() => models?.close());

describe('the sample catalogue, as the shipped models see it', () => {
  test('an item is found in at least 95 % of the pictures at display, in all at indexing', () => {
    const { shown, indexed } = figures(seen);
    expect(shown).toBeGreaterThanOrEqual(0.95);
    expect(indexed).toBe(1);
  });

  test('the largest item is of a plausible type in at least 90 %', () => {
    expect(figures(seen).shownPlausible).toBeGreaterThanOrEqual(0.9);
  });

  test('similar products come out similar', () => {
    const { precision, nearestSameKind } = figures(seen);
    expect(nearestSameKind).toBeGreaterThanOrEqual(0.5);
    expect(precision.kind).toBeGreaterThanOrEqual(0.45);
    expect(precision.family).toBeGreaterThanOrEqual(0.65);
  });

  test('several items are found in each look', async () => {
    for (const { subject, detections } of await look(sampleLooks(), models)) {
      const found = detections.filter(({ score }) => score >= models.detector.thresholds.display);
      expect(found.length, subject.lookId).toBeGreaterThanOrEqual(3);
    }
  });
});
