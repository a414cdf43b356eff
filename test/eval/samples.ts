import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type LocalModels, openLocalModels } from '@openfashion/inference/suite/local-models';
import { sampleLooks, sampleProducts } from '@openfashion/samples';
import { type BoxedPicture, boxedSheet } from './samples/boxed-sheet.js';
import { figures, isPlausible, look, neighbours, type Seen } from './samples/measure.js';

const usage = `npx tsx --conditions=source test/eval/samples.ts [--out FILE.png] [--models FOLDER]

Shows the pictures of the sample catalogue to the models and measures what they make of them.
  --out     contact sheet with boxes: green is the largest item, of a plausible type; red, of another;
            looks follow at the end, all their items in yellow
  --models  folder of the models (default: models)`;

const { values } = parseArgs({
  options: { out: { type: 'string' }, models: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const modelsDir = values.models ?? join(dirname(fileURLToPath(import.meta.url)), '../../models');
async function report(open: LocalModels, out: string | undefined): Promise<void> {
  // What is listed twice is its own nearest neighbour: it would flatter the figures.
  const products = sampleProducts().filter(({ productId }) => !productId.endsWith('-outlet'));
  const seen = await look(products, open);
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const found = figures(seen);
  console.log(`pictures                                  ${found.pictures}`);
  console.log(
    `an item at the display threshold          ${percent(found.shown)}, the largest plausible ${percent(found.shownPlausible)}`,
  );
  console.log(
    `an item at the indexing threshold         ${percent(found.indexed)}, the largest plausible ${percent(found.indexedPlausible)}`,
  );
  console.log(
    `precision@5, same kind                    ${percent(found.precision.kind)} (nearest one ${percent(found.nearestSameKind)})`,
  );
  console.log(`precision@5, same family of kinds         ${percent(found.precision.family)}`);
  console.log(`precision@5, same colour family           ${percent(found.precision.colour)}`);
  console.log(`precision@5, same kind and colour family  ${percent(found.precision.kindAndColour)}`);
  console.log('\nprecision@5 by kind');
  for (const [kind, share, count] of byKind(seen))
    console.log(`  ${kind.padEnd(12)} ${percent(share).padStart(7)}  (${count} pictures)`);
  console.log('\nnot found at display, or as something else');
  for (const one of seen.filter((candidate) => !isPlausible(candidate, candidate.shown))) {
    const items = one.detections.slice(0, 4).map(({ type, score }) => `${type} ${score.toFixed(2)}`);
    console.log(`  ${one.subject.productId}: ${items.join(', ')}`);
  }
  if (out === undefined) return;
  await boxedSheet([...seen.map(withBoxes), ...(await looksWithBoxes(open))], 16, out);
  console.log(`\ncontact sheet: ${out}`);
}

function byKind(seen: readonly Seen[]): [kind: string, share: number, count: number][] {
  const nearest = neighbours(seen, 5);
  const kinds = [...new Set(seen.map(({ subject }) => subject.kind))];
  return kinds.map((kind) => {
    const queries = [...nearest].filter(([query]) => query.subject.kind === kind);
    const hits = queries.map(([, others]) => others.filter(({ subject }) => subject.kind === kind).length / 5);
    return [kind, hits.reduce((sum, value) => sum + value, 0) / queries.length, queries.length];
  });
}

const [width, height] = [600, 800];

const withBoxes = (one: Seen): BoxedPicture => {
  const item = one.shown ?? one.indexed;
  const colour = isPlausible(one, item) ? '#20a040' : '#e02020';
  return { file: one.file, boxes: item === undefined ? [] : [{ ...fractions(item.box), colour }] };
};

const fractions = ({ x0, y0, x1, y1 }: { x0: number; y0: number; x1: number; y1: number }) => ({
  x0: x0 / width,
  y0: y0 / height,
  x1: x1 / width,
  y1: y1 / height,
});

async function looksWithBoxes(open: LocalModels): Promise<BoxedPicture[]> {
  console.log('\nlooks, items at the display threshold');
  return (await look(sampleLooks(), open)).map(({ subject, file, detections }) => {
    const items = detections.filter(({ score }) => score >= open.detector.thresholds.display);
    console.log(`  ${subject.lookId}: ${items.map(({ type, score }) => `${type} ${score.toFixed(2)}`).join(', ')}`);
    return { file, boxes: items.map(({ box }) => ({ ...fractions(box), colour: '#f0c000' })) };
  });
}

const models = await openLocalModels({ modelsDir, executionProvider: 'cpu', threads: 1 });
try {
  await report(models, values.out);
} finally {
  await models.close();
}
