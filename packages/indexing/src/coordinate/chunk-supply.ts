import type { Context } from '../context.js';
import { Pulse } from '../pulse.js';
import { type ChunkTask, chunkCount } from '../state/chunk.js';
import type { Job } from '../state/job-record.js';
import { chunkKey, chunksKey, parseKey } from '../state/keys.js';
import { type Claim, parseClaim } from '../state/stores.js';

/**
 * Has the chunks of one job computed, a few at once. The queue, first in first out, is fair between services (rule 8.4) as long as
 * none of them has every lane: services that have jobs share all lanes but one of each process, so that whoever comes next finds
 * one that is free, however slow the pictures of the others are.
 */
export class ChunkSupply {
  readonly #context: Context;
  readonly #job: Job;
  readonly #chunks: number;
  readonly #claims = new Map<number, Claim>();
  readonly #pulse = new Pulse();
  readonly #stop = new AbortController();
  readonly #watching: Promise<void>;
  #failure: unknown;
  /** Chunks below are queued, in hand or claimed. */
  #supplied: number;

  private constructor(context: Context, job: Job, first: number) {
    this.#context = context;
    this.#job = job;
    this.#chunks = chunkCount(job.record);
    this.#supplied = first;
    this.#watching = this.#watch().catch((error: unknown) => {
      this.#failure = error;
      this.#pulse.wake();
    });
  }

  /** @param first the chunk that will be asked for first */
  static async open(context: Context, job: Job, first: number): Promise<ChunkSupply> {
    const supply = new ChunkSupply(context, job, first);
    const claimed = await context.stores.claims.list(chunksKey(job.service, job.number));
    for (const { key, value } of claimed) supply.#claims.set(parseKey(key).chunk, value);
    return supply;
  }

  /**
   * Resolves to the claim of a chunk when it was computed; chunks are asked for in order.
   * @param attend called before and now and then while waiting; what it throws ends the wait
   * @returns undefined when the signal was aborted
   */
  async take(chunk: number, attend: () => Promise<void>, signal: AbortSignal): Promise<Claim | undefined> {
    for (const known of this.#claims.keys()) if (known < chunk) this.#claims.delete(known);
    for (;;) {
      await attend();
      if (signal.aborted) return undefined;
      await this.#supply(chunk);
      const claim = this.#claims.get(chunk);
      if (claim) return claim;
      await this.#pulse.wait(this.#context.settings.tick, signal);
      if (this.#failure !== undefined) throw this.#failure;
    }
  }

  /** Have a chunk computed again: its claim is of no use. */
  async redo(chunk: number): Promise<void> {
    const { claims } = this.#context.stores;
    const stored = await claims.get(this.#key(chunk));
    if (stored) await claims.delete(stored.key, stored.revision);
    this.#claims.delete(chunk);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
  }

  async #supply(next: number): Promise<void> {
    const most = await this.#share();
    const unclaimed = (chunk: number) => !this.#claims.has(chunk);
    const outstanding = range(next, this.#supplied).filter(unclaimed);
    while (outstanding.length < most && this.#supplied < this.#chunks) {
      if (unclaimed(this.#supplied)) outstanding.push(this.#supplied);
      this.#supplied += 1;
    }
    // Those queued before are published again: it does nothing unless one was lost.
    await Promise.all(outstanding.map((chunk) => this.#publish(chunk)));
  }

  /** Chunks of one service that may be queued or in hand. */
  async #share(): Promise<number> {
    const { workers, settings, stores } = this.#context;
    const [live, announced] = await Promise.all([workers.live(), stores.announcements.list('')]);
    const shared = Math.max(1, live.length) * (settings.lanes - 1);
    return Math.max(1, Math.floor(shared / Math.max(1, announced.length)));
  }

  async #publish(chunk: number): Promise<void> {
    const { service, number, record } = this.#job;
    const task: ChunkTask = { appKey: record.appKey, service, job: number, chunk, queued: Date.now() };
    const data = new TextEncoder().encode(JSON.stringify(task));
    await this.#context.stores.chunks.publish(this.#key(chunk), data, record.trace);
  }

  async #watch(): Promise<void> {
    const { claimBucket } = this.#context.stores;
    for await (const change of claimBucket.watch(chunksKey(this.#job.service, this.#job.number), this.#stop.signal)) {
      const { chunk } = parseKey(change.kind === 'put' ? change.entry.key : change.key);
      if (change.kind === 'put') this.#claims.set(chunk, parseClaim(change.entry.value));
      else this.#claims.delete(chunk);
      this.#pulse.wake();
    }
  }

  #key(chunk: number): string {
    return chunkKey(this.#job.service, this.#job.number, chunk);
  }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
