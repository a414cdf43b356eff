import type { JobDetail } from '../../harness/client.js';
import { lineOf, type Shop } from './shop.js';

/** One index job after another beside everything else. Each must add every one of its lines. */
export class IndexJobs {
  /** Lines that were added. */
  added = 0;
  /** Jobs that ended otherwise. */
  readonly wrong: string[] = [];
  readonly #shop: Shop;
  readonly #lines: number;
  readonly #over = new AbortController();
  #lineNumber = 1_000;
  #work: Promise<void> = Promise.resolve();

  /** @param lines of one job */
  constructor(shop: Shop, lines: number) {
    this.#shop = shop;
    this.#lines = lines;
  }

  start(): void {
    this.#work = this.#run();
    // Thrown where it is waited for.
    this.#work.catch(() => {});
  }

  /** Resolves when the job in hand has ended. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#work;
  }

  /** One job; resolves to how long it took, in milliseconds. */
  async one(): Promise<number> {
    const start = performance.now();
    const { client, known, picture } = this.#shop;
    const lines = Array.from({ length: this.#lines }, () => {
      const number = this.#lineNumber++;
      return lineOf(`line-${number}`, picture(number));
    });
    this.#check(await client.index(known.service, lines));
    return performance.now() - start;
  }

  async #run(): Promise<void> {
    while (!this.#over.signal.aborted) await this.one();
  }

  #check(job: JobDetail): void {
    this.added += job.addedCount;
    if (job.status === 'finished' && job.addedCount === this.#lines) return;
    this.wrong.push(JSON.stringify({ ...job, addedProductIds: job.addedProductIds.length }));
  }
}
