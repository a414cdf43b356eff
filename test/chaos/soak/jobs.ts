import type { Client, JobDetail } from '../../harness/client.js';
import { below, pick, type Random } from '../../harness/random.js';

/** Lines of one chunk of a job (packages/indexing): what a job leaves behind counts in chunks. */
const chunkLines = 32;

export interface JobPlan {
  readonly service: string;
  /** Addresses of pictures. */
  readonly pictures: readonly string[];
  readonly missing: string;
  /** How many product ids all jobs share, so that the catalogue has an end. */
  readonly pool: number;
  /** Lines of a job. */
  readonly lines: { readonly min: number; readonly max: number };
}

const counts = ['addedCount', 'updatedCount', 'deletedCount', 'failedCount', 'exceededCount'] as const;
type Counts = Record<(typeof counts)[number], number>;

/**
 * A shop that sends one data file after another, the next before the last has ended, so that a job is always running;
 * how each must end is known beforehand, since jobs and lines take effect in order (rules 8.4, 8.6).
 */
export class Jobs {
  /** Ids so far. */
  readonly ids: string[] = [];
  /** Jobs that ended in another way than they had to. */
  readonly wrong: string[] = [];
  /** What ended jobs leave for 24 hours. */
  readonly left = { jobs: 0, chunks: 0, bytes: 0 };
  readonly #client: Client;
  readonly #plan: JobPlan;
  readonly #random: Random;
  /** Products of the pool that are in the catalogue once all jobs so far have ended. */
  readonly stored = new Set<string>();
  #open: Promise<void>[] = [];

  constructor(client: Client, plan: JobPlan, random: Random) {
    this.#client = client;
    this.#plan = plan;
    this.#random = random;
  }

  /** Send jobs until told to stop; resolves when all have ended. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.send();
      if (this.#open.length > 1) await this.#open.shift();
    }
    await Promise.all(this.#open.splice(0));
  }

  /** Send one job; resolves when it is accepted. */
  async send(): Promise<void> {
    const { text, lines, expected } = this.#write();
    const body = new FormData();
    body.append('format', 'jsonl');
    body.append('file', new Blob([text]), 'products.jsonl');
    const { service } = this.#plan;
    const reply = await this.#client.call({ method: 'POST', path: `/services/${service}/indexes`, body });
    const id: string | undefined = reply.envelope.data?.indexId;
    if (id === undefined) return void this.wrong.push(`a job was answered ${reply.text}`);
    this.ids.push(id);
    this.left.jobs++;
    this.left.chunks += Math.ceil(lines / chunkLines);
    this.left.bytes += Buffer.byteLength(text);
    this.#open.push(this.#client.ended(service, id, 500).then((job) => this.#check(job, expected)));
  }

  #check(job: JobDetail, expected: Counts): void {
    const same = job.status === 'finished' && counts.every((name) => job[name] === expected[name]);
    if (!same) this.wrong.push(`${JSON.stringify(job)} is not ${JSON.stringify(expected)}`);
  }

  #write(): { readonly text: string; readonly lines: number; readonly expected: Counts } {
    const { pool, pictures, missing, lines: size } = this.#plan;
    const random = this.#random;
    const expected = { addedCount: 0, updatedCount: 0, deletedCount: 0, failedCount: 0, exceededCount: 0 };
    const lines = Array.from({ length: size.min + below(random, size.max - size.min + 1) }, (_, line) => {
      const productId = `pool-${below(random, pool)}`;
      const chance = below(random, 100);
      // The first line must be a good one (rule 8.1).
      if (chance < 5 && line > 0) {
        expected.failedCount++;
        return 'no line';
      }
      if (chance < 30) {
        expected.deletedCount++;
        this.stored.delete(productId);
        return JSON.stringify({ productId, status: 'disable' });
      }
      const product = { productId, status: 'enable', name: `product ${line}`, s1: pick(random, ['red', 'blue']) };
      if (chance < 40) {
        expected.failedCount++;
        return JSON.stringify({ ...product, imageUrl: missing });
      }
      expected[this.stored.has(productId) ? 'updatedCount' : 'addedCount']++;
      this.stored.add(productId);
      return JSON.stringify({ ...product, imageUrl: `${pick(random, pictures)}?${below(random, 3)}` });
    });
    return { text: lines.join('\n'), lines: lines.length, expected };
  }
}
