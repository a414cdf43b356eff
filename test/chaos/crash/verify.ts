import type { CatalogDocument } from '@openfashion/catalog';
import type { Ending } from './ending.js';
import { expect, type Intent, outcomes } from './model.js';
import type { PlannedLine } from './plan.js';
import { fickleAnswer, otherPicture } from './site.js';

export interface Circumstances {
  readonly plan: readonly PlannedLine[];
  /** Documents before the job. */
  readonly before: ReadonlyMap<string, CatalogDocument>;
  readonly quota: number;
  /** SHA-256 of each picture that shows an item, in hex. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Whether the site answered an address otherwise another time. */
  readonly fickle: boolean;
}

/** Vectors of one picture are the same but for the rounding of other batches. */
const sameCosine = 0.9999;

/**
 * What is wrong with how a job ended, by a model of our own: each line has one outcome that its plan allows, lists and
 * counts are those of the lines in order, and the documents are exactly what those outcomes leave.
 */
export function faults({ detail, documents }: Ending, circumstances: Circumstances): string[] {
  const { plan, before, quota } = circumstances;
  const found: string[] = [];
  const reported = new Map(detail.failures?.map(({ line, reason }) => [line - 1, reason]));
  const intents = plan.map(({ intent }, line): Intent => {
    const reason = reported.get(line);
    if (!allowed(intent, line, circumstances).includes(reason)) found.push(`line ${line} ended with ${reason}`);
    return reason === undefined ? intent : { kind: 'failed', productId: intent.productId, reason };
  });
  const expected = expect(intents, before.keys(), quota);

  for (const outcome of outcomes) {
    const ids = detail[`${outcome}ProductIds`];
    if (detail[`${outcome}Count`] !== ids.length)
      found.push(`${outcome}: ${detail[`${outcome}Count`]} counted, ${ids.length} listed`);
    if (ids.join() !== expected.lists[outcome].join())
      found.push(`${outcome}: the list is not that of the lines in order`);
  }
  if (detail.status !== 'finished') found.push(`status ${detail.status}`);

  for (const [productId, line] of expected.written) {
    const document = documents.get(productId);
    if (document === undefined) found.push(`${productId} is lost`);
    else if (!isOfLine(document, line, circumstances)) found.push(`${productId} is not what line ${line} says`);
  }
  for (const [productId, document] of documents) {
    if (expected.written.has(productId)) continue;
    if (expected.removed.has(productId) || !before.has(productId)) found.push(`${productId} should not be there`);
    else if (!isSame(document, before.get(productId))) found.push(`${productId} was changed by no line`);
  }
  for (const productId of before.keys()) {
    const gone = !documents.has(productId) && !expected.removed.has(productId);
    if (gone) found.push(`${productId} was removed by no line`);
  }
  return [
    ...found,
    ...differentVectors([...documents.values()].filter(({ productId }) => expected.written.has(productId))),
  ];
}

/** The failure reasons that a line may end with; undefined is none. */
function allowed(intent: Intent, line: number, { fickle }: Circumstances): (string | undefined)[] {
  if (intent.kind === 'failed') return [intent.reason];
  if (intent.kind === 'remove' || !fickle) return [undefined];
  const again = { 'another picture': undefined, gone: 'InvalidImageURLException', blank: 'NoDetectedFashionItems' };
  return [undefined, again[fickleAnswer(line)]];
}

function isOfLine(document: CatalogDocument, line: number, { plan, fickle, hashes }: Circumstances): boolean {
  const { fields, intent } = plan[line] ?? {};
  if (intent?.kind !== 'put') return false;
  const pictures = [intent.picture, ...(fickle ? [otherPicture(line, [...hashes.keys()])] : [])];
  const { name, imageUrl, s1 } = document;
  const sameFields = name === fields?.['name'] && imageUrl === fields['imageUrl'] && s1 === fields['s1'];
  return sameFields && pictures.some((picture) => hashes.get(picture) === document.contentHash);
}

/** Documents of one picture whose vectors are not of one picture. */
function differentVectors(documents: readonly CatalogDocument[]): string[] {
  const vectors = new Map<string, CatalogDocument>();
  return documents.flatMap((document) => {
    const first = vectors.get(document.contentHash) ?? document;
    vectors.set(document.contentHash, first);
    const same = cosine(first.vector, document.vector) >= sameCosine;
    return same ? [] : [`${first.productId} and ${document.productId} are of one picture and have different vectors`];
  });
}

/** What is different about two endings of the same job. */
export function differences(one: Ending, other: Ending): string[] {
  const found: string[] = [];
  const answered = ({ id: _id, ...detail }: Ending['detail']) =>
    JSON.stringify({ ...detail, requestedTime: 0, startTime: 0, finishTime: 0 });
  if (answered(one.detail) !== answered(other.detail)) found.push('the details differ');
  for (const productId of new Set([...one.documents.keys(), ...other.documents.keys()])) {
    const [a, b] = [one.documents.get(productId), other.documents.get(productId)];
    if (a === undefined || !isSame(a, b)) found.push(`${productId} differs`);
  }
  return found;
}

function isSame(a: CatalogDocument, b: CatalogDocument | undefined): boolean {
  if (b === undefined) return false;
  const plain = ({ vector: _vector, fingerprint, ...fields }: CatalogDocument) =>
    JSON.stringify([Object.entries(fields).sort(), Buffer.from(fingerprint).toString('base64')]);
  return plain(a) === plain(b) && cosine(a.vector, b.vector) >= sameCosine;
}

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
