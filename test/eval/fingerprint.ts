import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDecoder, fingerprint, samePicture } from '@openfashion/imaging';
import sharp from 'sharp';
import { readCatalogue, sample } from './data.js';
import { mapConcurrently } from './latency.js';

const usage = `npm run eval:fingerprint -- --data FOLDER [--count N]

How well fingerprints tell pictures apart: original against half size at quality 40, and products of one type against each other.
  --data   folder with catalogue/ (pictures and labels.jsonl)
  --count  pictures, a seeded choice (default 3000)`;

const { values } = parseArgs({ options: { data: { type: 'string' }, count: { type: 'string', default: '3000' } } });
if (values.data === undefined) {
  console.log(usage);
  process.exit(2);
}
const folder = join(values.data, 'catalogue');
const rows = sample(await readCatalogue(values.data), Number(values.count), 1);
const decoder = createDecoder();

const prints = await mapConcurrently(rows, 4, async (row) => {
  const bytes = await readFile(join(folder, row.file));
  const picture = await decoder.decode(bytes);
  const { width, height, data } = picture;
  const worse = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(Math.round(width / 2), Math.round(height / 2))
    .jpeg({ quality: 40 })
    .toBuffer();
  return { row, original: await fingerprint(picture), worse: await fingerprint(await decoder.decode(worse)) };
});

const kept = prints.filter(({ original, worse }) => samePicture(original, worse)).length;
let pairs = 0;
const alike: string[] = [];
for (const [index, a] of prints.entries()) {
  for (const b of prints.slice(index + 1)) {
    if (a.row.articleType !== b.row.articleType) continue;
    pairs += 1;
    if (samePicture(a.original, b.original)) alike.push(`${a.row.file} ${b.row.file}`);
  }
}
console.log(
  `original and half size at quality 40: ${kept} of ${prints.length} match (${((100 * kept) / prints.length).toFixed(2)} %)`,
);
console.log(`different products of one type: ${alike.length} of ${pairs} pairs match`);
for (const pair of alike) console.log(`  ${pair}`);
