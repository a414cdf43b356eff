import { randomUUID } from 'node:crypto';
import type { Catalog, Scope } from '@openfashion/catalog';
import { type DocumentFailure, encodeFailures, failuresKey, type ModelChangeStores } from '@openfashion/tenancy';

/** Failures in one object, which stays far below what one may have, and in one question to the catalogue. */
const perObject = 1_000;

type Objects = Pick<ModelChangeStores, 'failures'>;

/** Add to the failures of a round. */
export async function noteFailures(
  { failures }: Objects,
  service: string,
  round: number,
  noted: readonly DocumentFailure[],
): Promise<void> {
  for (let from = 0; from < noted.length; from += perObject) {
    const part = noted.slice(from, from + perObject);
    await failures.put(`${failuresKey(service, round)}${randomUUID()}`, encodeFailures(part));
  }
}

/** Delete the failures of every round of a service. */
export async function forgetFailures({ failures }: Objects, service: string): Promise<void> {
  for (const name of await failures.list(`${service}/`)) await failures.delete(name);
}

/** Of documents that failed those that are in one collection and not in the other: no job wrote or removed them since. */
export async function stillMissing(
  catalog: Pick<Catalog, 'existing'>,
  [from, to]: readonly [Scope, Scope],
  failed: readonly DocumentFailure[],
): Promise<DocumentFailure[]> {
  const missing: DocumentFailure[] = [];
  for (let start = 0; start < failed.length; start += perObject) {
    const part = failed.slice(start, start + perObject);
    const ids = part.map(({ productId }) => productId);
    const [before, after] = await Promise.all([catalog.existing(from, ids), catalog.existing(to, ids)]);
    missing.push(...part.filter(({ productId }) => before.has(productId) && !after.has(productId)));
  }
  return missing;
}
