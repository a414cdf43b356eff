import { performance } from 'node:perf_hooks';
import type { Milliseconds } from '@openfashion/contract';
import { concerns, type ModelChange, missesTooMany, type OwnedService, type Reembedding } from '@openfashion/tenancy';
import type { Context } from '../context.js';
import { ServiceGone } from '../coordinate/post.js';
import { type Lease, LeaseLost } from '../lease.js';
import { Pulse, pause } from '../pulse.js';
import { forgetService, reembedService } from './reembed-service.js';

/**
 * Sees a model change through: makes services' records follow it, fills and deletes collections, a few services at
 * once, those that no other process has in hand.
 */
export class Reembedder {
  readonly #context: Context;
  readonly #pulse = new Pulse();
  /** Services that this process has in hand or has just failed with. */
  readonly #busy = new Map<string, Promise<void>>();
  /** When each service was first seen not to need a collection any more. */
  #retiredSince = new Map<string, Milliseconds>();
  /** What was said already. */
  readonly #said = new Set<string>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Resolves when the signal was aborted and nothing is in hand any more. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#look(signal);
      } catch (error) {
        this.#context.observer.failed?.('looking after a model change', error);
      }
      await this.#pulse.wait(this.#context.settings.tick, signal);
    }
    await Promise.all(this.#busy.values());
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { modelChanges, changeStores, tenancy, reembedders, settings } = this.#context;
    const change = await modelChanges.current();
    if (change === undefined && (await changeStores.reembeddings.list('')).length === 0) return;
    await modelChanges.conform();
    const records = await changeStores.reembeddings.list('');
    const services = new Map((await tenancy.allServices()).map((owned) => [owned.service.id, owned]));
    this.#noteRetired(records.filter(({ key, value }) => isRetired(value, services.get(key))).map(({ key }) => key));
    for (const { key, value } of records) {
      const owned = services.get(key);
      if (this.#busy.has(key) || this.#busy.size >= settings.lanes || signal.aborted) continue;
      if (!this.#hasWork(key, value, owned)) {
        if (owned && change) await this.#switch(change, value, owned);
        continue;
      }
      const lease = await reembedders.acquire(key);
      if (lease === undefined) continue;
      const work = this.#work(key, owned, lease, signal).finally(() => {
        this.#busy.delete(key);
        this.#pulse.wake();
      });
      this.#busy.set(key, work);
    }
    await modelChanges.settle();
  }

  #hasWork(service: string, record: Reembedding, owned: OwnedService | undefined): boolean {
    const { embedders, settings } = this.#context;
    if (isRetired(record, owned)) {
      const since = this.#retiredSince.get(service) ?? performance.now();
      return performance.now() - since >= settings.retirement;
    }
    if (record.state === 'complete') return false;
    if (embedders.of(record.to)) return true;
    const made = embedders.all.map(({ embedding }) => embedding.id).join(', ');
    this.#sayOnce(service, `it is to get vectors of ${record.to}, and the embedders make ${made}`);
    return false;
  }

  /** Of an automatic change: answer from the new collection as soon as it is complete. */
  async #switch(change: ModelChange, record: Reembedding, { appKey, service }: OwnedService): Promise<void> {
    const { modelChanges, observer } = this.#context;
    if (!change.automatic || change.state !== 'running' || service.embedding === change.to) return;
    if (record.state !== 'complete') return;
    if (missesTooMany(record)) {
      const missing = `${record.failed} of ${record.documents} documents could not be re-embedded`;
      this.#sayOnce(
        service.id,
        `${missing}: see openfashion models status --failures, then models retry or models switch --force`,
      );
      return;
    }
    const switched = await modelChanges.switchOver([`${appKey}/${service.name}`], { force: false });
    if (switched.length > 0) observer.switched?.(service.id, change.to);
  }

  async #work(service: string, owned: OwnedService | undefined, lease: Lease, signal: AbortSignal): Promise<void> {
    const { observer, settings } = this.#context;
    const working =
      owned === undefined
        ? forgetService(this.#context, service)
        : reembedService({ context: this.#context, appKey: owned.appKey, service, lease }, signal);
    const failed = await working.then(
      () => false,
      (error: unknown) => {
        const expected = error instanceof LeaseLost || error instanceof ServiceGone || signal.aborted;
        if (!expected) observer.failed?.(`re-embedding service ${service}`, error);
        return true;
      },
    );
    // Whoever has it in hand says how much is left.
    observer.reembedding?.(service, 0);
    await lease.release().catch((error: unknown) => observer.failed?.('releasing a lease', error));
    if (failed) await pause(settings.rest, signal);
  }

  #noteRetired(services: readonly string[]): void {
    const now = performance.now();
    this.#retiredSince = new Map(services.map((service) => [service, this.#retiredSince.get(service) ?? now]));
  }

  #sayOnce(service: string, reason: string): void {
    const said = `${service}: ${reason}`;
    if (this.#said.has(said)) return;
    this.#said.add(said);
    this.#context.observer.waiting?.(service, reason);
  }
}

/** Whether what a record concerns is not what its service has any more. */
const isRetired = (record: Reembedding, owned: OwnedService | undefined): boolean =>
  owned === undefined || !concerns(record, owned.service);
