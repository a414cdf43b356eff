import { expect, test } from 'vitest';
import { describeWithQdrant } from '../harness/describe-with-qdrant.js';
import { measureGpu } from './gpu/measure.js';
import type { Part } from './part.js';
import { modelService } from './parts/model-service.js';
import { recall } from './parts/recall.js';
import { parts } from './parts.js';
import { Section } from './report.js';

// The short form of `npm run bench`: figures of a moment say nothing, but every part must come to one.
const scale = { rounds: 1, documents: [300], milliseconds: 300 };
const { inference: _ofItsOwnLength, recall: _needsQdrant, ...others } = parts;
const oneModel: Part = (section, scale) => modelService(section, scale, ['embed']);
const short = { ...others, 'model-service': oneModel };

test.for(Object.entries(short))(
  '%s measures the product beside the plain way',
  { timeout: 120_000 },
  async ([name, part]) => {
    const section = new Section(name);
    await part(section, scale);
    expectFigures(section);
  },
);

test('the script for GPUs measures, and names what this machine lacks', { timeout: 120_000 }, async () => {
  const section = new Section('gpu');
  const options = { provider: 'cpu', python: 'no-such-python', batches: [1, 2], milliseconds: 100 } as const;
  await measureGpu(section, options, ['embed']);
  expectFigures(section);
  expect(section.markdown).toContain('PyTorch was not measured: spawn no-such-python ENOENT');
  expect(section.markdown).not.toContain('The product was not measured');
});

describeWithQdrant('a benchmark on Qdrant', () => {
  test('recall measures it beside the embedded store', { timeout: 120_000 }, async () => {
    const section = new Section('recall');
    await recall(section, scale);
    expectFigures(section);
  });
});

function expectFigures(section: Section): void {
  const rows = section.markdown.split('\n').filter((line) => line.startsWith('|'));
  expect(rows.length).toBeGreaterThan(2);
  expect(section.markdown).toMatch(/\d/);
  expect(section.markdown).not.toMatch(/NaN|undefined|Infinity/);
}
