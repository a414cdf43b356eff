import type { Records } from '@openfashion/backplane';
import { Conflict } from '@openfashion/contract';

const attempts = 100;

/** Whoever was first decides: being second is as good. */
export async function ignoringConflict(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
}

/**
 * Change one record by compare-and-set, starting again when another writer was faster.
 * @param change gives the new value, or throws to leave the record as it is; `undefined` stands for no record
 */
export async function changeRecord<Value>(
  records: Records<Value>,
  key: string,
  change: (value: Value | undefined) => Value,
): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    const stored = await records.get(key);
    const value = change(stored?.value);
    try {
      if (stored === undefined) await records.create(key, value);
      else await records.update(key, value, stored.revision);
      return value;
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(attempt, 20)));
    }
  }
}
