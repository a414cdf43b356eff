import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { Unavailable } from '@openfashion/contract';
import { ConnectionLost } from './failures.js';
import type { Observe } from './options.js';
import { durabilityWarning } from './server-version.js';

/** A connection that is made again for ever, and what hangs on its being there. */
export class Connection {
  readonly nats: NatsConnection;
  readonly #observe: Observe;
  readonly #listeners = new Set<(isUp: boolean) => void>();
  #isUp = true;

  constructor(nats: NatsConnection, observe: Observe) {
    this.nats = nats;
    this.#observe = observe;
    this.#arrived('connected');
    void this.#follow();
  }

  get version(): string {
    return this.nats.info?.version ?? '';
  }

  /** Be told whenever the connection is lost or made again; resolves to what ends that. */
  onChange(listener: (isUp: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves once the connection is there. @throws Unavailable when it is not by `deadline` (performance.now()) or closed */
  async whenUp(deadline: number): Promise<void> {
    while (!this.#isUp || this.nats.isClosed()) {
      const left = deadline - performance.now();
      if (this.nats.isClosed()) throw new Unavailable('the backplane is closed');
      if (left <= 0) throw new Unavailable('NATS cannot be reached');
      await this.#change(left);
    }
  }

  /** What the work resolves to. @throws ConnectionLost as soon as the connection is, since no answer can come then */
  whileUp<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = this.onChange((isUp) => isUp || reject(new ConnectionLost()));
      void work.then(resolve, reject).finally(stop);
    });
  }

  /** Resolves when what was sent has arrived and the connection is closed. */
  async close(): Promise<void> {
    if (this.nats.isClosed()) return;
    // A connection that is down cannot be drained.
    if (this.#isUp) await Promise.race([this.nats.drain().catch(() => {}), delay(2_000, undefined, { ref: false })]);
    await this.nats.close();
  }

  #change(timeout: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(end, timeout);
      const stop = this.onChange(end);
    });
  }

  async #follow(): Promise<void> {
    for await (const status of this.nats.status()) {
      if (status.type === 'disconnect' && this.#isUp) {
        this.#observe({ kind: 'disconnected', message: `the connection to NATS at ${this.#server()} was lost` });
        this.#tell(false);
      }
      if (status.type === 'reconnect') {
        this.#arrived('reconnected');
        this.#tell(true);
      }
    }
    this.#tell(false);
  }

  #tell(isUp: boolean): void {
    this.#isUp = isUp;
    for (const listener of [...this.#listeners]) listener(isUp);
  }

  #arrived(kind: 'connected' | 'reconnected'): void {
    this.#observe({ kind, message: `connected to NATS ${this.version} at ${this.#server()}` });
    const warning = durabilityWarning(this.version);
    if (warning) this.#observe({ kind: 'warning', message: warning });
  }

  #server(): string {
    return this.nats.getServer();
  }
}
