import type { Records } from '@openfashion/backplane';
import { Conflict } from '@openfashion/contract';
import { LeaseLost } from '../lease.js';
import { type Cursor, cursorStart } from '../state/cursor.js';
import { noCounts } from '../state/job-record.js';

/**
 * A service's cursor as one coordinator read and moved it. Moving it is what makes a coordinator's decision the
 * service's: it fails as soon as anyone else has moved it.
 */
export class ServiceCursor {
  readonly #records: Records<Cursor>;
  readonly #service: string;
  #revision: number | undefined;
  #value: Cursor;

  private constructor(records: Records<Cursor>, service: string, value: Cursor, revision: number | undefined) {
    this.#records = records;
    this.#service = service;
    this.#value = value;
    this.#revision = revision;
  }

  static async read(records: Records<Cursor>, service: string): Promise<ServiceCursor> {
    const stored = await records.get(service);
    return new ServiceCursor(records, service, stored?.value ?? cursorStart, stored?.revision);
  }

  get value(): Cursor {
    return this.#value;
  }

  /** Where a job goes on: at its beginning unless the cursor is in it. */
  within(job: number): Cursor {
    return this.#value.job === job ? this.#value : { job, chunk: 0, counts: noCounts };
  }

  /** @throws LeaseLost when another coordinator moved it */
  async move(value: Cursor): Promise<void> {
    try {
      this.#revision =
        this.#revision === undefined
          ? await this.#records.create(this.#service, value)
          : await this.#records.update(this.#service, value, this.#revision);
      this.#value = value;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      throw new LeaseLost(`another coordinator moved the cursor of ${this.#service}`, { cause: error });
    }
  }
}
