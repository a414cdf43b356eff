import type { Context } from '../context.js';
import { type Lease, LeaseLost } from '../lease.js';
import { Pulse, pause } from '../pulse.js';
import { coordinate } from './coordinate.js';
import { ServiceGone } from './post.js';

/** Coordinates the announced services that no other process coordinates. */
export class Dispatcher {
  readonly #context: Context;
  readonly #pulse = new Pulse();
  /** Services that this process coordinates or has just failed to. */
  readonly #busy = new Map<string, Promise<void>>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Resolves when the signal was aborted and every coordinator has stopped. */
  async run(signal: AbortSignal): Promise<void> {
    const watching = this.#watch(signal);
    while (!signal.aborted) {
      try {
        await this.#look(signal);
      } catch (error) {
        this.#context.observer.failed?.('looking for jobs', error);
      }
      // Again and again also where nothing changed: the lease of a process that died expires unannounced.
      await this.#pulse.wait(this.#context.settings.tick, signal);
    }
    await Promise.all([watching, ...this.#busy.values()]);
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { stores, coordinators } = this.#context;
    for (const { key: service, value } of await stores.announcements.list('')) {
      if (this.#busy.has(service) || signal.aborted) continue;
      const lease = await coordinators.acquire(service);
      if (lease === undefined) continue;
      const work = this.#coordinate(value.appKey, service, lease, signal).finally(() => {
        this.#busy.delete(service);
        this.#pulse.wake();
      });
      this.#busy.set(service, work);
    }
  }

  async #coordinate(appKey: string, service: string, lease: Lease, signal: AbortSignal): Promise<void> {
    const { observer, settings } = this.#context;
    const failed = await coordinate({ context: this.#context, appKey, service, lease }, signal).then(
      () => false,
      (error: unknown) => {
        const expected = error instanceof LeaseLost || error instanceof ServiceGone;
        if (!expected) observer.failed?.(`the jobs of service ${service}`, error);
        return true;
      },
    );
    await lease.release().catch((error: unknown) => observer.failed?.('releasing a lease', error));
    if (failed) await pause(settings.rest, signal);
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { stores, settings, observer } = this.#context;
    while (!signal.aborted) {
      try {
        for await (const _change of stores.announcementBucket.watch('', signal)) this.#pulse.wake();
      } catch (error) {
        observer.failed?.('watching for jobs', error);
        await pause(settings.rest, signal);
      }
    }
  }
}
