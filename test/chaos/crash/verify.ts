import type { CatalogDocument } from '@openfashion/catalog';
import type { JobDetail } from '../../harness/client.js';
import type { Ending } from './ending.js';
import { expect, type Intent, type Lists, outcomes, type Place } from './model.js';
import type { PlannedLine } from './plan.js';
import { fickleAnswer, otherPicture } from './site.js';

export interface Circumstances {
  /** The lines of each job. */
  readonly plans: readonly (readonly PlannedLine[])[];
  /** Documents before the first job. */
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
 * What is wrong with how a service's jobs ended, by a model of our own: each line has one outcome that its plan allows, lists
 * and counts are those of the lines in order, and the documents are exactly what those outcomes leave.
 */
export function faults({ details, documents }: Ending, circumstances: Circumstances): string[] {
  const { plans, before, quota } = circumstances;
  const found: string[] = [];
  const jobs = plans.map((plan, job) => {
    const reported = new Map(details[job]?.failures?.map(({ line, reason }) => [line - 1, reason]));
    return plan.map(({ intent }, line): Intent => {
      const reason = reported.get(line);
      if (!allowed(intent, line, circumstances).includes(reason))
        found.push(`${at({ job, line })} ended with ${reason}`);
      return reason === undefined ? intent : { kind: 'failed', productId: intent.productId, reason };
    });
  });
  const expected = expect(jobs, before.keys(), quota);
  for (const [job, lists] of expected.lists.entries()) found.push(...wrongIn(details[job], lists, job));

  for (const [productId, place] of expected.written) {
    const document = documents.get(productId);
    if (document === undefined) found.push(`${productId} is lost`);
    else if (!isOf(document, place, circumstances)) found.push(`${productId} is not what ${at(place)} says`);
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

const at = ({ job, line }: Place): string => `line ${line} of job ${job}`;

/** What a job's detail says that its lines do not. */
function wrongIn(detail: JobDetail | undefined, lists: Lists, job: number): string[] {
  if (detail === undefined) return [`job ${job} is lost`];
  const found = outcomes.flatMap((outcome) => {
    const ids = detail[`${outcome}ProductIds`];
    const count = detail[`${outcome}Count`];
    return [
      ...(count === ids.length ? [] : [`job ${job}, ${outcome}: ${count} counted, ${ids.length} listed`]),
      ...(ids.join() === lists[outcome].join() ? [] : [`job ${job}, ${outcome}: not the lines in order`]),
    ];
  });
  return detail.status === 'finished' ? found : [...found, `job ${job}: status ${detail.status}`];
}

/** The failure reasons that a line may end with; undefined is none. */
function allowed(intent: Intent, line: number, { fickle }: Circumstances): (string | undefined)[] {
  if (intent.kind === 'failed') return [intent.reason];
  if (intent.kind === 'remove' || !fickle) return [undefined];
  const again = { 'another picture': undefined, gone: 'InvalidImageURLException', blank: 'NoDetectedFashionItems' };
  return [undefined, again[fickleAnswer(line)]];
}

function isOf(document: CatalogDocument, { job, line }: Place, { plans, fickle, hashes }: Circumstances): boolean {
  const { fields, intent } = plans[job]?.[line] ?? {};
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

/** What is different about two endings of the same jobs, of one service or two. */
export function differences(one: Ending, other: Ending): string[] {
  const answered = (detail: JobDetail | undefined) =>
    JSON.stringify({ ...detail, id: '', serviceName: '', requestedTime: 0, startTime: 0, finishTime: 0 });
  const jobs = Array.from({ length: Math.max(one.details.length, other.details.length) }, (_, job) => job);
  const found = jobs
    .filter((job) => answered(one.details[job]) !== answered(other.details[job]))
    .map((job) => `the details of job ${job} differ`);
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
