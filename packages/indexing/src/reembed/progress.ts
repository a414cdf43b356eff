import type { Records } from '@openfashion/backplane';
import { Conflict } from '@openfashion/contract';
import type { ModelChangeStores, Reembedding } from '@openfashion/tenancy';
import { LeaseLost } from '../lease.js';

/** The record of a service's re-embedding, as one who works on it read and moved it. */
export class Progress {
  readonly #records: Records<Reembedding>;
  readonly service: string;
  #value: Reembedding;
  #revision: number;

  private constructor(records: Records<Reembedding>, service: string, value: Reembedding, revision: number) {
    this.#records = records;
    this.service = service;
    this.#value = value;
    this.#revision = revision;
  }

  static async read(records: Records<Reembedding>, service: string): Promise<Progress | undefined> {
    const stored = await records.get(service);
    return stored && new Progress(records, service, stored.value, stored.revision);
  }

  get value(): Reembedding {
    return this.#value;
  }

  /** @throws LeaseLost when somebody else moved it */
  async move(change: Partial<Reembedding>): Promise<void> {
    const { waitsFor: _waitsFor, ...rest } = this.#value;
    await this.#conditionally(async () => {
      const next = { ...rest, ...change };
      this.#revision = await this.#records.update(this.service, next, this.#revision);
      this.#value = next;
    });
  }

  /** Nothing is left to do for the service. @throws LeaseLost when somebody else moved it */
  remove(): Promise<void> {
    return this.#conditionally(() => this.#records.delete(this.service, this.#revision));
  }

  async #conditionally(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      throw new LeaseLost(`somebody else re-embeds service ${this.service}`, { cause: error });
    }
  }
}

/** Have the filling of a service's other collection go through all documents once more, whoever has it in hand or has ended it. */
export async function fillAgain(
  { reembeddings }: Pick<ModelChangeStores, 'reembeddings'>,
  service: string,
): Promise<void> {
  for (;;) {
    const stored = await reembeddings.get(service);
    // What has not begun will meet them.
    if (stored === undefined || stored.value.state === 'waiting') return;
    try {
      await reembeddings.update(service, { ...stored.value, state: 'filling' }, stored.revision);
      return;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
}
