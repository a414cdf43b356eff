import { randomUUID } from 'node:crypto';
import { type DocumentFailure, encodeFailures, failuresKey, type ModelChangeStores } from '@openfashion/tenancy';

/** Failures in one object: it stays far below what an object may have. */
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
