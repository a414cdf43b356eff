import { join } from 'node:path';
import { type Detection, largestItem } from '@openfashion/inference';
import { detect } from '../ask.js';
import { type Contribution, share, yesOrNo } from '../figures/bootstrap.js';
import { boxOverlap, detectionFigures, enough, type JudgedDetections } from '../figures/detections.js';
import { mapConcurrently } from '../latency.js';
import type { Part, Stage } from '../part.js';
import { readPicture } from '../pictures/read-picture.js';
import { bounds, isWorn, silhouette } from '../pictures/silhouette.js';
import type { Table } from '../report.js';

/** Boxes and types at the Detector interface: REST answers no types. */
export const detector: Part = {
  about: 'boxes and types of items, on street, shop and home pictures',
  run: async (stage) => [...(await street(stage)), await catalogue(stage), await garments(stage)],
};

const upperBody = ['SHIRT', 'TOP', 'KNIT'];

/** All that the Detector answers: down to its indexing threshold. */
async function street({ data, models, estimate, say }: Stage): Promise<Table[]> {
  say(`  ${data.judged.street.length} street photographs`);
  const pictures = await mapConcurrently(
    data.judged.street,
    4,
    async ({ file, items }): Promise<JudgedDetections> => ({
      truths: items.flatMap(({ type, box }) => (type ? [{ type, box }] : [])),
      found: await detect(models, await readPicture(join(data.folder, 'street', file))),
    }),
  );
  const { meanAveragePrecision, anyType, meanOf, perType } = detectionFigures(pictures, estimate);
  const types = perType.filter(({ items }) => items >= enough).length;
  return [
    {
      title: `Street, ${pictures.length} photographs`,
      columns: ['AP@0.5', 'figure'],
      rows: [
        [`mean over ${types} types with at least ${enough} items`, meanAveragePrecision],
        ['any type: boxes only', anyType],
        [`mean of ${upperBody.join(', ')}`, meanOf(upperBody)],
      ],
    },
    {
      title: 'Street, by type',
      columns: ['type', 'items', 'AP@0.5'],
      rows: perType.map(({ type, items, averagePrecision }) => [type, items, averagePrecision]),
    },
  ];
}

/** Items that callers show. */
const shown = ({ models }: Stage, found: readonly Detection[]) =>
  found.filter(({ score }) => score >= models.detector.thresholds.display);

/** Products alone have a box, their silhouette; of worn ones only the type is known. */
async function catalogue(stage: Stage): Promise<Table> {
  const { data, models, estimate, say } = stage;
  const rows = data.judged.catalogue.filter(({ type }) => type);
  say(`  ${rows.length} shop pictures`);
  const seen = await mapConcurrently(rows, 4, async ({ file, type, masterCategory }) => {
    const picture = await readPicture(join(data.folder, 'catalogue', file));
    const items = shown(stage, await detect(models, picture));
    const mask = silhouette(picture);
    return {
      items,
      isFound: items.some((item) => item.type === type),
      worn: masterCategory === 'Apparel' && isWorn(picture, mask),
      // Nothing stands out of the white in a few.
      outline: bounds(mask),
    };
  });
  const alone = seen.flatMap(({ items, worn, outline }): Contribution[] => {
    if (worn || outline === undefined) return [];
    const largest = largestItem(items, 0);
    return [yesOrNo(largest !== undefined && boxOverlap(largest.box, outline) >= 0.5)];
  });
  const worn = seen.filter((one) => one.worn).map(({ isFound }) => yesOrNo(isFound));
  const nothing = seen.map(({ items }) => yesOrNo(items.length === 0));
  return {
    title: 'Catalogue, at the display threshold',
    columns: ['measure', 'pictures', 'share'],
    rows: [
      ['alone: largest item on the silhouette (IoU ≥ 0.5)', alone.length, share(estimate, alone)],
      ['worn: an item of the known type', worn.length, share(estimate, worn)],
      ['nothing found', nothing.length, share(estimate, nothing)],
    ],
  };
}

async function garments(stage: Stage): Promise<Table> {
  const { data, models, estimate, say } = stage;
  const rows = data.judged.garments.filter(({ type }) => type);
  say(`  ${rows.length} garments on home backgrounds`);
  const seen = await mapConcurrently(rows, 4, async ({ file, type }) => {
    const items = shown(stage, await detect(models, await readPicture(join(data.folder, 'garments', file))));
    return { found: yesOrNo(items.some((item) => item.type === type)), nothing: yesOrNo(items.length === 0) };
  });
  const shareOf = (which: 'found' | 'nothing') =>
    share(
      estimate,
      seen.map((one) => one[which]),
    );
  return {
    title: 'Garments on home backgrounds, at the display threshold',
    columns: ['measure', 'pictures', 'share'],
    rows: [
      ['an item of the known type', seen.length, shareOf('found')],
      ['nothing found', seen.length, shareOf('nothing')],
    ],
  };
}
