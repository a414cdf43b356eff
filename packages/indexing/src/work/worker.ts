import { randomUUID } from 'node:crypto';
import { type Delivery, RetryLater } from '@openfashion/backplane';
import { type ChildController, Conflict, childOf, PortFailure, type ProductLine } from '@openfashion/contract';
import type { Embedder } from '@openfashion/inference';
import { embeddingsOf, type Service } from '@openfashion/tenancy';
import { inSpan, queuedWork } from '@openfashion/tracing';
import type { Context } from '../context.js';
import { pause } from '../pulse.js';
import { type ChunkTask, chunkTask, linesOfChunk } from '../state/chunk.js';
import { type ChunkResult, encodeResult, type LineResult } from '../state/chunk-result.js';
import { findJob } from '../state/find-jobs.js';
import { findService } from '../state/find-service.js';
import { isWaiting, type Job } from '../state/job-record.js';
import { chunkKey } from '../state/keys.js';
import { chunkQueue } from '../state/stores.js';
import { computeLine } from './compute-line.js';
import { DataFiles } from './data-files.js';
import { Gate } from './gate.js';
import { computeLineByLine } from './line-by-line.js';
import { readLines } from './read-lines.js';

/** Starts of a chunk without progress after which it is redone line by line (rule 8.7). */
const startsTogether = 5;

/** Computes chunks, whosever they are, and claims each for its one result. */
export class Worker {
  readonly #context: Context;
  readonly #files: DataFiles;
  #inHand = 0;

  constructor(context: Context) {
    this.#context = context;
    this.#files = new DataFiles(context.stores.files);
  }

  /** Resolves when the signal was aborted and what was in hand is handed back. */
  async run(signal: AbortSignal): Promise<void> {
    const { stores, settings, observer } = this.#context;
    const { ackWait, lanes: concurrency } = settings;
    while (!signal.aborted) {
      try {
        // Nothing is given up for having been tried too often: rule 8.7 knows how to go on.
        const options = { ackWait, concurrency, maxDeliver: Number.MAX_SAFE_INTEGER, signal };
        await stores.chunks.consume((message) => this.#traced(message, signal), options);
      } catch (error) {
        observer.failed?.('taking chunks', error);
        await pause(settings.rest, signal);
      }
    }
  }

  /** A trace of its own: that of the request, with all lines of its job, would be too long to look at. */
  #traced(message: Delivery, signal: AbortSignal): Promise<void> {
    const span = queuedWork(chunkQueue, message.id);
    return inSpan(span, { kind: 'consumer', cause: message.trace }, () => this.#handle(message, signal));
  }

  async #handle(message: Delivery, signal: AbortSignal): Promise<void> {
    const { observer, settings } = this.#context;
    observer.chunksInHand?.(++this.#inHand);
    const renewal = setInterval(() => {
      message.working().catch((error: unknown) => observer.failed?.('keeping a chunk', error));
    }, settings.ackWait / 3);
    try {
      const task = chunkTask.parse(JSON.parse(new TextDecoder().decode(message.data)));
      if (message.deliveries === 1) observer.chunkStarted?.(Math.max(0, Date.now() - task.queued));
      await this.#work(task, message.deliveries, signal);
    } catch (error) {
      // A stop is no failure, and neither is something of ours that is down: the chunk waits, uncounted.
      if (signal.aborted) throw new RetryLater(0, { cause: error });
      observer.chunkRetried?.(error);
      throw error instanceof PortFailure ? new RetryLater(settings.rest, { cause: error }) : error;
    } finally {
      clearInterval(renewal);
      observer.chunksInHand?.(--this.#inHand);
    }
  }

  async #work(task: ChunkTask, starts: number, signal: AbortSignal): Promise<void> {
    const { stores, tenancy } = this.#context;
    const key = chunkKey(task.service, task.job, task.chunk);
    const [job, claimed, service] = await Promise.all([
      findJob(stores, task.service, task.job),
      stores.claims.get(key),
      findService(tenancy, task),
    ]);
    if (job === undefined || !isWaiting(job.record) || claimed || service === undefined) return;
    const embedders = this.#embeddersOf(service);
    const lines = await this.#compute(job, embedders, task, starts, signal);
    // What was deleted meanwhile leaves nothing behind.
    if ((await findService(tenancy, task)) === undefined) return;
    await this.#claim(key, { embeddings: embedders.map(({ embedding }) => embedding.id), lines });
    await stores.attempts.delete(key);
  }

  /** Those of all the vectors that a service has. @throws RetryLater where this process can ask nobody for some of them */
  #embeddersOf(service: Service): Embedder[] {
    const { embedders, observer, settings } = this.#context;
    return embeddingsOf(service).map((id) => {
      const embedder = embedders.of(id);
      if (embedder) return embedder;
      const made = embedders.all.map(({ embedding }) => embedding.id).join(', ');
      observer.waiting?.(service.id, `it needs vectors of ${id}, and the embedders make ${made}`);
      throw new RetryLater(settings.rest);
    });
  }

  async #compute(
    job: Job,
    embedders: readonly Embedder[],
    task: ChunkTask,
    starts: number,
    signal: AbortSignal,
  ): Promise<LineResult[]> {
    const file = await this.#files.open(job.record);
    const { from, to } = linesOfChunk(job.record, task.chunk);
    const lines = await readLines(file, from, to);
    const stop = childOf(signal);
    const compute = (line: ProductLine) => computeLine(this.#context, task.service, embedders, line, stop.signal);
    try {
      if (starts <= startsTogether) return await this.#computeTogether(lines, compute, stop);
      const key = chunkKey(task.service, task.job, task.chunk);
      return await computeLineByLine(this.#context.stores.attempts, key, lines, compute, givenUp, signal);
    } finally {
      stop.unlink();
    }
  }

  async #computeTogether(
    lines: readonly ProductLine[],
    compute: (line: ProductLine) => Promise<LineResult>,
    stop: ChildController,
  ): Promise<LineResult[]> {
    const gate = new Gate(this.#context.settings.linesAtOnce);
    const computing = lines.map(async (line) => {
      try {
        return await gate.pass(() => compute(line), stop.signal);
      } catch (error) {
        stop.abort(error);
        throw error;
      }
    });
    // All have ended before the chunk is handed back: nothing of it runs on.
    await Promise.allSettled(computing);
    stop.signal.throwIfAborted();
    return Promise.all(computing);
  }

  /** Of all who computed a chunk the first claims it; the others' results are deleted. */
  async #claim(key: string, result: ChunkResult): Promise<void> {
    const { stores } = this.#context;
    const name = `${key}/${randomUUID()}`;
    await stores.results.put(name, encodeResult(result));
    try {
      await stores.claims.create(key, { result: name, embeddings: result.embeddings });
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const claimed = await stores.claims.get(key);
      if (claimed?.value.result !== name) await stores.results.delete(name);
    }
  }
}

function givenUp(line: ProductLine): LineResult {
  const productId = line.kind === 'enable' ? line.product.productId : line.productId;
  return { kind: 'failed', reason: 'InternalServerError', ...(productId !== undefined && { productId }) };
}
