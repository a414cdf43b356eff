import { below, pick, type Random } from '../../harness/random.js';
import type { Intent } from './model.js';

/** A line of the job's data file, and what it asks for if the site answers as it does the first time. */
export interface PlannedLine {
  readonly fields: Readonly<Record<string, string>>;
  readonly intent: Intent;
}

/** What a fraction of lines does; the rest adds products. */
const shares = { update: 0.2, again: 0.15, remove: 0.12, fail: 0.08 };

/** Why lines fail, and where their pictures lead; a line without a name is bad in itself. */
const failures = [
  { reason: 'InvalidImageURLException', page: '/gone' },
  { reason: 'InvalidImageURLException', page: '/down' },
  { reason: 'InvalidImageFormatException', page: '/text' },
  { reason: 'NoDetectedFashionItems', page: '/blank' },
  { reason: 'InvalidLine', page: undefined },
] as const;

/**
 * A job of adds, updates of stored products, the same products again, deletes and failures, in an order drawn at random.
 * @param site address of the picture site (site.ts)
 * @param pictures names of pictures that show an item
 * @param stored number of documents `p0`, `p1`, … that the service has, or may have by then
 * @param job tells apart what the lines of several jobs make
 */
export function planJob(
  random: Random,
  lines: number,
  { site, pictures, stored, job = 0 }: { site: string; pictures: readonly string[]; stored: number; job?: number },
): PlannedLine[] {
  const named: string[] = [];
  let fresh = 0;
  return Array.from({ length: lines }, (_, line): PlannedLine => {
    let share = random();
    const drawn = (part: number) => {
      share -= part;
      return share < 0;
    };
    const address = (page: string) => `${site}${page}?line=${line}&job=${job}`;
    const put = (productId: string): PlannedLine => {
      named.push(productId);
      const picture = pick(random, pictures);
      const imageUrl = `${address('/picture')}&name=${picture}`;
      return {
        fields: { productId, status: 'enable', name: `line ${line} of job ${job}`, imageUrl, s1: `s${line % 7}` },
        intent: { kind: 'put', productId, picture },
      };
    };
    // A bad first line would refuse the file (rule 8.1).
    if (line === 0) return put(`n${fresh++}`);
    if (drawn(shares.update)) return put(`p${below(random, stored)}`);
    if (drawn(shares.again) && named.length > 0) return put(pick(random, named));
    if (drawn(shares.remove)) {
      const productId = random() < 0.5 && named.length > 0 ? pick(random, named) : `p${below(random, stored)}`;
      return { fields: { productId, status: 'disable' }, intent: { kind: 'remove', productId } };
    }
    if (drawn(shares.fail)) {
      // A file whose first line is bad is no job (rule 8.1).
      const { reason, page } = pick(random, line === 0 ? failures.filter((one) => one.page) : failures);
      const productId = random() < 0.5 && named.length > 0 ? pick(random, named) : `f${line}`;
      const imageUrl = address(page ?? '/picture');
      return {
        fields: { productId, status: 'enable', ...(page && { name: `line ${line}` }), imageUrl },
        intent: { kind: 'failed', productId, reason },
      };
    }
    return put(`n${fresh++}`);
  });
}

export const dataFileOf = (plan: readonly PlannedLine[]): string =>
  plan.map(({ fields }) => JSON.stringify(fields)).join('\n');

/** Addresses that the job's lines lead to. */
export const addressesOf = (plan: readonly PlannedLine[]): number =>
  plan.filter(({ intent }) => intent.kind === 'put' || (intent.kind === 'failed' && intent.reason !== 'InvalidLine'))
    .length;
