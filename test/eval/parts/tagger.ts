import { join } from 'node:path';
import { taxonomy } from '@openfashion/contract';
import type { Box, Picture } from '@openfashion/imaging';
import type { AttributeScores } from '@openfashion/inference';
import { askService, detect, type TaggedItem, tag } from '../ask.js';
import type { LabelledRow, Tags } from '../data.js';
import { isAdjacentShade } from '../figures/adjacent-shades.js';
import { attributeFigures, type Judgement } from '../figures/attributes.js';
import type { Estimate } from '../figures/bootstrap.js';
import { type ListJudgement, labelListFigures } from '../figures/label-lists.js';
import { mistakes } from '../figures/mistakes.js';
import { mapConcurrently } from '../latency.js';
import type { Part, Stage } from '../part.js';
import { readPicture } from '../pictures/read-picture.js';
import { bounds, silhouette } from '../pictures/silhouette.js';
import type { Cell, Table } from '../report.js';

/** Attributes of garments: labelled by eye, at the Tagger interface; labelled by sellers, through REST. */
export const tagger: Part = {
  about: 'attributes: garments labelled by eye, and shop pictures through REST',
  run: async (stage) => [...(await labelledByEye(stage)), ...(await labelledBySellers(stage))],
};

/** Labels said of a picture, best first, by attribute; an attribute of which nothing is said is absent. */
type Said = ReadonlyMap<string, AttributeScores['labels']>;

/** The type and the place are given: what is measured is the tagger alone. */
async function labelledByEye(stage: Stage): Promise<Table[]> {
  const { data, models, estimate, say } = stage;
  const rows = data.judged.attributes;
  say(`  ${rows.length} garments at the Tagger interface`);
  const said = await mapConcurrently(rows, 4, async (row): Promise<Said> => {
    const picture = await readPicture(join(data.folder, row.set, row.file));
    const region = { picture, box: await placeOf(stage, row, picture), type: row.type };
    return new Map((await tag(models, region)).map(({ attribute, labels }) => [attribute, labels]));
  });
  // Garments of one picture are drawn together.
  const files = [...new Set(rows.map(({ set, file }) => `${set}/${file}`))];
  const garments = rows.map((row, index) => ({
    picture: files.indexOf(`${row.set}/${row.file}`),
    tags: row.tags,
    said: said[index] ?? new Map(),
  }));
  return [
    attributeTable(`Labelled by eye, ${rows.length} garments, at the Tagger interface`, garments, estimate),
    listTable(garments, estimate),
    mistakeTable('Commonest mistakes, labelled by eye', garments),
  ];
}

/** The box of the garment: as labelled, else the best item of its type, else its silhouette, else all. */
async function placeOf({ models }: Stage, { box, type }: LabelledRow, picture: Picture): Promise<Box> {
  if (box) return { x0: box[0], y0: box[1], x1: box[2], y1: box[3] };
  const item = (await detect(models, picture)).find((one) => one.type === type);
  const { width, height } = picture;
  return item?.box ?? bounds(silhouette(picture)) ?? { x0: 0, y0: 0, x1: width, y1: height };
}

async function labelledBySellers({ data, client, addressOf, estimate, say }: Stage): Promise<Table[]> {
  const service = 'tagging';
  await client.createService(service);
  const asked = askService(client, service);
  const rows = data.judged.catalogue;
  say(`  ${rows.length} shop pictures through REST`);
  const pictures = await mapConcurrently(rows, 4, async ({ file, type, tags }, picture) => {
    const items = await asked.tag(addressOf(`catalogue/${file}`));
    // The label is of the product; of several items that is the one of its type, else the widest.
    const item = items.find((one) => one.type === type) ?? items[0];
    return { picture, tags, said: saidOf(item) };
  });
  return [
    attributeTable(`Labelled by sellers, ${rows.length} shop pictures, through REST`, pictures, estimate),
    mistakeTable('Commonest mistakes, labelled by sellers', pictures),
  ];
}

const saidOf = (item: TaggedItem | undefined): Said =>
  new Map(
    item?.tags.map(({ attribute, labels }) => [
      attribute,
      labels.map(({ label, score }) => ({ value: valueCalled(attribute, label), score })),
    ]),
  );

/** The id of a label in English. @throws Error for one that is none */
function valueCalled(attribute: string, label: string): string {
  const found = taxonomy.attributes.find(({ id }) => id === attribute)?.values.find(({ en }) => en === label);
  if (found === undefined) throw new Error(`the taxonomy has no ${attribute} that is called ${label}`);
  return found.id;
}

/** What is labelled and what was said of one garment. */
interface Tagged {
  readonly picture: number;
  readonly tags: Tags;
  readonly said: Said;
}

/** Judgements of the attributes that carry one label, of those of which garments are labelled. */
const judgedOf = (garments: readonly Tagged[]) =>
  taxonomy.attributes.flatMap(({ id }) => {
    const judgements = garments.flatMap(({ picture, tags, said }): Judgement[] => {
      const truth = tags[id];
      return typeof truth === 'string' ? [{ picture, truth, said: said.get(id)?.[0] }] : [];
    });
    return judgements.length === 0 ? [] : [{ id, judgements }];
  });

function attributeTable(title: string, garments: readonly Tagged[], estimate: Estimate): Table {
  const judged = judgedOf(garments);
  const row = (name: string, ...figures: Parameters<typeof attributeFigures>): Cell[] => {
    const one = attributeFigures(...figures);
    const { pictures, said, rightWhenSaid, accuracy, commonest, macro, values, calibrationError } = one;
    return [
      name,
      pictures,
      said,
      rightWhenSaid,
      accuracy,
      { value: commonest },
      macro,
      { value: 1 / values },
      calibrationError,
    ];
  };
  const together = judged.flatMap(({ judgements }) => judgements);
  return {
    title,
    columns: [
      'attribute',
      'pictures',
      'said',
      'right when said',
      'accuracy',
      'commonest value',
      'macro accuracy',
      'commonest value, macro',
      'ECE',
    ],
    rows: [
      ...judged.flatMap(({ id, judgements }) => [
        row(id, judgements, estimate),
        ...(id === 'color' ? [row('color, or an adjacent shade', judgements, estimate, isAdjacentShade)] : []),
      ]),
      withoutValues(row('all together', together, estimate)),
    ],
  };
}

/** Values of several attributes have no commonest one, nor a mean. */
const withoutValues = ([name, pictures, said, rightWhenSaid, accuracy, , , , calibrationError]: Cell[]): Cell[] => [
  name,
  pictures,
  said,
  rightWhenSaid,
  accuracy,
  undefined,
  undefined,
  undefined,
  calibrationError,
];

/** How many mistakes of an attribute are told. */
const told = 3;

/** What holds each attribute back; one that says nothing has no mistakes. */
function mistakeTable(title: string, garments: readonly Tagged[]): Table {
  const rows = judgedOf(garments).flatMap(({ id, judgements }): Cell[][] => {
    const answers = judgements.map(({ truth, said }) => ({ truth, said: said?.value }));
    if (answers.every(({ said }) => said === undefined)) return [];
    const found = mistakes(answers);
    const wrong = found.reduce((sum, { times }) => sum + times, 0);
    const most = found.slice(0, told).map(({ truth, said, times }) => `${truth} → ${said ?? 'nothing said'} ${times}`);
    return [[id, judgements.length, wrong, most.join(', ')]];
  });
  return { title, columns: ['attribute', 'pictures', 'wrong or not said', 'labelled → said'], rows };
}

/** Attributes that carry several labels. */
function listTable(garments: readonly Tagged[], estimate: Estimate): Table {
  return {
    title: 'Several labels, labelled by eye, at the Tagger interface',
    columns: ['attribute', 'pictures', 'said', 'micro-F1', 'precision', 'recall', 'ECE'],
    rows: taxonomy.multiLabel.map((attribute) => {
      const judgements = garments.flatMap(({ picture, tags, said }): ListJudgement[] => {
        const truths = tags[attribute];
        return Array.isArray(truths) ? [{ picture, truths, said: said.get(attribute) ?? [] }] : [];
      });
      const { pictures, said, f1, precision, recall, calibrationError } = labelListFigures(judgements, estimate);
      return [attribute, pictures, said, f1, precision, recall, calibrationError];
    }),
  };
}
