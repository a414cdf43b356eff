import { EventEmitter, once } from 'node:events';
import { resultCodes } from '@openfashion/contract';
import type { Task } from '@openfashion/inference';
import type { Client } from '../../harness/client.js';
import { KeptConnections } from '../../harness/kept-connections.js';
import { openLoop } from '../../harness/open-loop.js';
import { pick, type Random } from '../../harness/random.js';
import { type Kind, type Known, kinds } from '../soak/requests.js';

/** Whose model services a request needs. A link's picture is fetched again, its item is not looked for again (rule 6.4). */
export const needs = {
  'search by picture': ['detect', 'embed'],
  'search by link': ['embed'],
  detect: ['detect'],
  tag: ['detect', 'tag'],
  'search by id': [],
} as const satisfies Readonly<Partial<Record<keyof typeof kinds, readonly Task[]>>>;

export type TrafficKind = keyof typeof needs;
export const trafficKinds = Object.keys(needs) as TrafficKind[];
export const needing = (kind: TrafficKind, task: Task): boolean => (needs[kind] as readonly Task[]).includes(task);

/** One request and its answer; instants and durations in milliseconds of this process's monotonic clock. */
export interface Answer {
  readonly kind: TrafficKind;
  readonly asked: number;
  readonly took: number;
  /** `unavailable` is -50000 with `Retry-After`; anything else is told in words, and wrong. */
  readonly outcome: 'success' | 'unavailable' | { readonly wrong: string };
}

/** How long so many answers are waited for, in milliseconds. */
const patience = 180_000;

/** Shoppers at random times, whatever becomes of the requests before. Every answer is kept. */
export class Traffic implements AsyncDisposable {
  readonly answers: Answer[] = [];
  readonly #connections: KeptConnections;
  readonly #known: Known;
  readonly #random: Random;
  readonly #kinds: readonly TrafficKind[];
  readonly #over = new AbortController();
  readonly #answered = new EventEmitter();
  readonly #outstanding = new Set<Promise<unknown>>();
  #loop: Promise<void> = Promise.resolve();

  /** @param of kinds of requests, all as likely */
  constructor(client: Client, known: Known, random: Random, of: readonly TrafficKind[] = trafficKinds) {
    this.#connections = new KeptConnections(client, { headersTimeout: 120_000 });
    this.#known = known;
    this.#random = random;
    this.#kinds = of;
  }

  start(perSecond: number): void {
    this.#loop = openLoop(() => this.call(), { perSecond, random: this.#random, signal: this.#over.signal });
  }

  /** Resolves when all were answered. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#loop;
  }

  /** Resolves when so many answers came that this holds of. @throws Error when they did not in time */
  async until(count: number, holds: (answer: Answer) => boolean): Promise<void> {
    const signal = AbortSignal.timeout(patience);
    while (this.answers.filter(holds).length < count) await once(this.#answered, 'answer', { signal });
  }

  /** Resolves when what has been asked by now was answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#outstanding);
  }

  async call(kind: TrafficKind = pick(this.#random, this.#kinds)): Promise<void> {
    const asked = performance.now();
    const asking = this.#ask(kind).catch((error: unknown) => ({ wrong: `${kind}: ${reasonOf(error)}` }));
    this.#outstanding.add(asking);
    const outcome = await asking;
    this.#outstanding.delete(asking);
    this.answers.push({ kind, asked, took: performance.now() - asked, outcome });
    this.#answered.emit('answer');
  }

  async #ask(kind: TrafficKind): Promise<Answer['outcome']> {
    const { make }: Kind = kinds[kind];
    const { status, retryAfter, header } = await this.#connections.call(make(this.#known, this.#random));
    if (status === 200 && header.isSuccessful && header.resultCode === 0) return 'success';
    const unavailable = status === 200 && header.resultCode === resultCodes.InternalServerError.code;
    if (unavailable && /^[1-9]\d*$/.test(retryAfter ?? '')) return 'unavailable';
    return { wrong: `${kind}: HTTP ${status}, ${JSON.stringify(header)}, Retry-After ${retryAfter}` };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#connections[Symbol.asyncDispose]();
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? (error.cause ?? error) : error);
