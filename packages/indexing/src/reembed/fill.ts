import type { Put } from '@openfashion/catalog';
import { childOf } from '@openfashion/contract';
import type { Embedder } from '@openfashion/inference';
import { concerns, type DocumentFailure, readFailures } from '@openfashion/tenancy';
import type { Context } from '../context.js';
import { type Post, requirePost } from '../coordinate/post.js';
import { pause } from '../pulse.js';
import { Gate } from '../work/gate.js';
import { agreementOf, Sample } from './agreement.js';
import { batchesOf } from './batches.js';
import { noteFailures, stillMissing } from './failures.js';
import { fence } from './fence.js';
import type { Progress } from './progress.js';
import { type Attempt, failureOf, reembedDocument } from './reembed-document.js';

/** Attempts at a document that fail for no reason that is known before it is given up (as a line is, rule 8.7). */
const mostAttempts = 3;
/** Times that all documents are gone through where one pass left some out. */
const mostPasses = 2;

/** The filling of one collection of a service from another, under the re-embedder's lease. */
export class Filling {
  readonly #post: Post;
  readonly #context: Context;
  readonly #service: string;
  readonly #progress: Progress;
  readonly #embedder: Embedder;
  readonly #signal: AbortSignal;
  readonly #gate: Gate;
  readonly #failed = new Map<string, DocumentFailure>();
  /** How often each document failed for no reason that is known. */
  readonly #mishaps = new Map<string, number>();

  constructor(post: Post, progress: Progress, embedder: Embedder, signal: AbortSignal) {
    this.#post = post;
    this.#context = post.context;
    this.#service = post.service;
    this.#progress = progress;
    this.#embedder = embedder;
    this.#signal = signal;
    this.#gate = new Gate(post.context.settings.linesAtOnce);
  }

  /**
   * Begin or go on. What is in the collection is done: there it was written after the beginning, by this or by an index
   * job, and each later write of a document comes here too.
   * @throws LeaseLost, ServiceGone, the signal's reason, and what the stores throw: whatever was left undone, the next
   *   call does
   */
  async run(): Promise<void> {
    const { catalog, settings } = this.#context;
    if (!(await this.#isWanted())) return;
    if (this.#progress.value.state === 'waiting') await this.#begin();
    const { round } = this.#progress.value;
    for (const failure of await readFailures(this.#context.changeStores, this.#service, round)) {
      this.#failed.set(failure.productId, failure);
    }
    let sample = new Sample();
    for (let passes = 1; ; passes++) {
      for await (const batch of batchesOf(catalog.export(this.#scope('from')), settings.reembedBatch)) {
        for (const { document } of batch) sample.offer(document.productId);
        if (!(await this.#fill(batch))) return;
        await this.#note();
      }
      // A job writes to one collection after the other, so that a difference need not mean anything.
      if (passes === mostPasses || !(await this.#lacks())) break;
      sample = new Sample();
    }
    await this.#complete(sample);
  }

  /**
   * From here on every decision was made for both collections. What the new one has by now, of an earlier change or of
   * a job since this one began, the old one has too, for it is written first: all of it is made anew.
   */
  async #begin(): Promise<void> {
    const { catalog, stores, settings } = this.#context;
    const { from, to } = this.#progress.value;
    const knowsBoth = ({ embeddings }: { readonly embeddings: readonly string[] }) =>
      embeddings.includes(from) && embeddings.includes(to);
    await fence(stores, this.#service, knowsBoth, settings.tick, this.#signal);
    await requirePost(this.#post);
    await catalog.clear(this.#scope('to'));
    await this.#progress.move({ state: 'filling', documents: await catalog.count(this.#scope('from')) });
  }

  /** @returns whether the collection is still wanted */
  async #fill(batch: readonly Put[]): Promise<boolean> {
    const { catalog, settings, observer } = this.#context;
    const there = await catalog.existing(this.#scope('to'), batch.map(productIdOf));
    let left = batch.filter((put) => !there.has(productIdOf(put)) && !this.#failed.has(productIdOf(put)));
    for (;;) {
      if (!(await this.#isWanted())) return false;
      const attempts = await this.#attempt(left);
      const puts = attempts.flatMap((attempt) => (attempt.kind === 'done' ? [attempt.put] : []));
      const failures = attempts.flatMap((attempt) => (attempt.kind === 'failed' ? [attempt.failure] : []));
      const later = attempts.flatMap((attempt) => (attempt.kind === 'later' ? [attempt] : []));
      await requirePost(this.#post);
      if (puts.length > 0) await catalog.apply(this.#scope('to'), puts);
      await this.#fail(failures);
      if (puts.length > 0) observer.reembedded?.('done', puts.length);
      const [first] = later;
      if (first === undefined) return true;
      if (first.down) observer.waiting?.(this.#service, `re-embedding waits: ${messageOf(first.error)}`);
      else observer.failed?.(`re-embedding product ${productIdOf(first.from)}`, first.error);
      await this.#note(messageOf(first.error));
      await pause(settings.rest, this.#signal);
      left = later.map(({ from }) => from);
    }
  }

  async #attempt(puts: readonly Put[]): Promise<Attempt[]> {
    const stop = childOf(this.#signal);
    const one = async (put: Put): Promise<Attempt> => {
      try {
        const work = () => reembedDocument(this.#context, this.#embedder, put, stop.signal);
        const attempt = await this.#gate.pass(work, stop.signal);
        if (attempt.kind !== 'later') return attempt;
        if (!attempt.down) return this.#countMishap(attempt);
        // The others would wait for the same, with pictures in hand that index jobs could have.
        stop.abort(attempt.error);
        return attempt;
      } catch (error) {
        this.#signal.throwIfAborted();
        return { kind: 'later', from: put, error, down: true };
      }
    };
    const attempts = puts.map(one);
    // All have ended before anything else is done: nothing of them runs on.
    await Promise.allSettled(attempts);
    stop.unlink();
    return Promise.all(attempts);
  }

  #countMishap(attempt: Extract<Attempt, { kind: 'later' }>): Attempt {
    const productId = productIdOf(attempt.from);
    const mishaps = (this.#mishaps.get(productId) ?? 0) + 1;
    this.#mishaps.set(productId, mishaps);
    if (mishaps < mostAttempts) return attempt;
    return { kind: 'failed', failure: failureOf(attempt.from, 'InternalServerError') };
  }

  async #fail(failures: readonly DocumentFailure[]): Promise<void> {
    if (failures.length === 0) return;
    const { changeStores, observer } = this.#context;
    await noteFailures(changeStores, this.#service, this.#progress.value.round, failures);
    for (const failure of failures) this.#failed.set(failure.productId, failure);
    observer.reembedded?.('failed', failures.length);
  }

  /** Say how far it has come. */
  async #note(waitsFor?: string): Promise<void> {
    const counts = await this.#counts();
    await this.#progress.move({ ...counts, failed: this.#failed.size, ...(waitsFor !== undefined && { waitsFor }) });
    const remaining = Math.max(0, counts.documents - counts.done - this.#failed.size);
    this.#context.observer.reembedding?.(this.#service, remaining);
  }

  async #complete(sample: Sample): Promise<void> {
    const { catalog, changeStores } = this.#context;
    const { from, to, round } = this.#progress.value;
    const missing = await stillMissing(catalog, [this.#scope('from'), this.#scope('to')], [...this.#failed.values()]);
    const agreement = await agreementOf(catalog, this.#service, [from, to], sample.productIds);
    const counts = await this.#counts();
    await requirePost(this.#post);
    // A round of its own, which has only what is still missing.
    await noteFailures(changeStores, this.#service, round + 1, missing);
    await this.#progress.move({
      state: 'complete',
      round: round + 1,
      ...counts,
      failed: missing.length,
      ...(agreement !== undefined && { agreement }),
    });
  }

  async #counts(): Promise<{ readonly documents: number; readonly done: number }> {
    const { catalog } = this.#context;
    const [documents, done] = await Promise.all([catalog.count(this.#scope('from')), catalog.count(this.#scope('to'))]);
    return { documents, done };
  }

  /** Whether documents are missing that are not known to have failed. */
  async #lacks(): Promise<boolean> {
    const { documents, done } = await this.#counts();
    return documents > done + this.#failed.size;
  }

  /** @throws LeaseLost, ServiceGone */
  async #isWanted(): Promise<boolean> {
    return concerns(this.#progress.value, await requirePost(this.#post));
  }

  #scope(which: 'from' | 'to') {
    return { service: this.#service, embedding: this.#progress.value[which] };
  }
}

const productIdOf = ({ document }: Put): string => document.productId;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
