import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Entry, KeyValue } from '@openfashion/backplane';
import { Conflict, type Milliseconds } from '@openfashion/contract';

/** The lease is someone else's, or was not renewed in time: what was begun under it must not go on. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** The right to do something alone, for as long as it is renewed. */
export interface Lease {
  /** Aborted when the lease is lost or released. */
  readonly signal: AbortSignal;
  /** @throws LeaseLost if it may be someone else's by now */
  check(): void;
  /** Free it at once, if it is still this one's. */
  release(): Promise<void>;
}

export interface LeaseOptions {
  readonly renewal: Milliseconds;
  /** A lease not renewed for so long is free. */
  readonly expiry: Milliseconds;
}

interface Sighting {
  readonly revision: number;
  readonly since: Milliseconds;
}

/**
 * Leases under the keys of a bucket. A holder writes its key anew again and again; whoever wants it measures on its
 * own monotonic clock how long the revision that it saw last has stood, so that no two clocks are compared and none
 * that can be set is read. A holder that was asleep notices by its own clock, and every write that matters is
 * conditional besides.
 */
export class Leases {
  readonly #bucket: KeyValue;
  readonly #options: LeaseOptions;
  readonly #sightings = new Map<string, Sighting>();

  constructor(bucket: KeyValue, options: LeaseOptions) {
    this.#bucket = bucket;
    this.#options = options;
  }

  /** Take the key if it is free. @throws Unavailable */
  async acquire(key: string): Promise<Lease | undefined> {
    const since = performance.now();
    const value = new TextEncoder().encode(randomUUID());
    const entry = await this.#bucket.get(key);
    try {
      if (entry === undefined) return this.#hold(key, value, await this.#bucket.create(key, value), since);
      if (!this.#isStale(entry)) return undefined;
      return this.#hold(key, value, await this.#bucket.update(key, value, entry.revision), since);
    } catch (error) {
      if (error instanceof Conflict) return undefined;
      throw error;
    }
  }

  /** Keys whose holders are alive as far as can be seen; what expired is deleted. */
  async live(): Promise<string[]> {
    const entries = await this.#bucket.list('');
    const keys = new Set(entries.map(({ key }) => key));
    for (const known of this.#sightings.keys()) if (!keys.has(known)) this.#sightings.delete(known);
    const stale = entries.filter((entry) => this.#isStale(entry));
    await Promise.all(stale.map(({ key, revision }) => ignoringConflict(this.#bucket.delete(key, revision))));
    return entries.filter((entry) => !stale.includes(entry)).map(({ key }) => key);
  }

  #isStale({ key, revision }: Entry): boolean {
    const now = performance.now();
    const seen = this.#sightings.get(key);
    if (seen?.revision === revision) return now - seen.since >= this.#options.expiry;
    this.#sightings.set(key, { revision, since: now });
    return false;
  }

  /** @returns the new revision. @throws Conflict when the key is somebody else's */
  async #renew(key: string, value: Uint8Array, revision: number): Promise<number> {
    try {
      return await this.#bucket.update(key, value, revision);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      // The answer to an earlier renewal may have been lost: the value tells whose the key is.
      const entry = await this.#bucket.get(key);
      if (entry === undefined || Buffer.compare(entry.value, value) !== 0) throw error;
      return this.#bucket.update(key, value, entry.revision);
    }
  }

  #hold(key: string, value: Uint8Array, firstRevision: number, since: Milliseconds): Lease {
    this.#sightings.delete(key);
    const { renewal, expiry } = this.#options;
    const ended = new AbortController();
    let revision = firstRevision;
    // Counted from before the write, so that the holder gives up no later than anyone else sees it free.
    let renewedAt = since;
    let renewing: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      renewing = renewing.then(renew);
    }, renewal);
    timer.unref();
    const end = (reason: LeaseLost) => {
      clearInterval(timer);
      ended.abort(reason);
    };
    const renew = async () => {
      if (ended.signal.aborted) return;
      const start = performance.now();
      try {
        revision = await this.#renew(key, value, revision);
        renewedAt = start;
      } catch (error) {
        // The store being down for a moment is no loss before the lease's time is over.
        if (error instanceof Conflict) end(new LeaseLost(`${key} was taken over`, { cause: error }));
        else if (performance.now() - renewedAt >= expiry) end(new LeaseLost(`${key} expired`, { cause: error }));
      }
    };
    return {
      signal: ended.signal,
      check() {
        if (!ended.signal.aborted && performance.now() - renewedAt >= expiry) end(new LeaseLost(`${key} expired`));
        ended.signal.throwIfAborted();
      },
      release: async () => {
        const mine = !ended.signal.aborted;
        end(new LeaseLost(`${key} was released`));
        await renewing;
        if (mine) await ignoringConflict(this.#bucket.delete(key, revision));
      },
    };
  }
}

async function ignoringConflict(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
}
