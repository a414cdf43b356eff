import { setTimeout as pause } from 'node:timers/promises';
import type { JobDetail } from '../../harness/client.js';
import { eventually } from '../../harness/eventually.js';
import { below, type Random, seededRandom } from '../../harness/random.js';
import { dataFileOf, type PlannedLine, planJob } from '../crash/plan.js';
import type { AppKey, Door, Told } from './door.js';
import type { Item } from './shoppers.js';

/** Jobs of one service that may wait or run at once. */
const mostOpen = 2;
/** Between two looks at what has become of jobs, in milliseconds. */
const look = 400;

/** A job as the list has it. */
export interface ListedJob {
  readonly id: string;
  readonly filename: string;
  readonly status: string;
  /** Unix seconds. */
  readonly requestedTime: number;
}

export interface ShopOptions {
  readonly door: Door;
  readonly keys: AppKey;
  readonly service: string;
  readonly seed: number;
  /** Lines of a job, at least; it has up to half as many more. */
  readonly lines: number;
  readonly site: string;
  readonly pictures: readonly string[];
  /** What makes each line so many characters longer and says nothing. */
  readonly padding?: number;
}

/** A service, and the data files that its owner sends one after another whatever becomes of them. */
export class Shop {
  readonly keys: AppKey;
  readonly service: string;
  /** What each file says, by its name. Some may not have come to be jobs. */
  readonly plans = new Map<string, readonly PlannedLine[]>();
  /** Ids that were answered, by file name. */
  readonly accepted = new Map<string, string>();
  /** What index requests were told. */
  readonly told: { readonly kind: string; readonly took: number }[] = [];
  readonly wrong: string[] = [];
  readonly #options: ShopOptions;
  readonly #random: Random;
  readonly #said = new Set<string>();

  constructor(options: ShopOptions) {
    this.keys = options.keys;
    this.service = options.service;
    this.#options = options;
    this.#random = seededRandom(options.seed);
  }

  get name(): string {
    return `${this.keys.appKey.slice(0, 4)}/${this.service}`;
  }

  /** Whether one of its files says this of a product. */
  hasSaid({ productId, name, imageUrl }: Item): boolean {
    return this.#said.has(JSON.stringify([productId, name, imageUrl]));
  }

  /** Send files until the signal is aborted, no more than a few ahead of the work. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      while (!signal.aborted && ((await this.openJobs()) ?? mostOpen) >= mostOpen) await pause(look);
      if (signal.aborted) return;
      await this.sendNext();
      if (this.told.at(-1)?.kind !== 'accepted') await pause(look + below(this.#random, 2 * look));
    }
  }

  /** Send one file; resolves to what it says when the request is over, however that ended. */
  async sendNext(): Promise<readonly PlannedLine[]> {
    const { site, pictures, seed, lines: size, padding } = this.#options;
    const job = this.plans.size;
    const random = seededRandom(seed + 7_919 * (job + 1));
    const lines = size + below(random, size / 2);
    const filename = `${this.service}-${job}.jsonl`;
    const planned = planJob(random, lines, { site, pictures, stored: 2 * size, job });
    // Unknown keys are ignored (rule 8.5).
    const plan = padding ? planned.map((line) => padded(line, padding)) : planned;
    this.plans.set(filename, plan);
    for (const { fields } of plan) {
      this.#said.add(JSON.stringify([fields['productId'], fields['name'], fields['imageUrl']]));
    }
    const asked = performance.now();
    const told = await this.#ask({ method: 'POST', path: '/indexes', body: formOf(plan, filename) });
    const kind = kindOf(told);
    this.told.push({ kind, took: performance.now() - asked });
    if (told.kind === 'success') this.accepted.set(filename, told.data.indexId);
    else if (kind === 'wrong') this.wrong.push(`${filename}: ${JSON.stringify(told)}`);
    return plan;
  }

  /** Jobs that wait or run; undefined where nobody can tell. */
  async openJobs(): Promise<number | undefined> {
    const told = await this.#ask({ path: '/indexes?start=0&limit=1&statuses=reserved,running' });
    if (told.kind === 'success') return told.data.total;
    if (kindOf(told) === 'wrong') this.wrong.push(`open jobs: ${JSON.stringify(told)}`);
    return undefined;
  }

  /** Resolves when no job waits or runs. @throws Error when they do not end in time, with those that are left */
  async settled(limit: number): Promise<void> {
    let left = 'unknown';
    const isOver = async () => {
      const told = await this.#ask({ path: `/indexes?start=0&limit=20&statuses=reserved,running` });
      if (told.kind === 'success') left = JSON.stringify(told.data.items);
      return told.kind === 'success' && told.data.total === 0;
    };
    await eventually(`all jobs of ${this.name} have ended`, isOver, limit).catch((cause: Error) => {
      throw new Error(`${cause.message}; left: ${left}`, { cause });
    });
  }

  /** Its jobs in the order in which they took effect (rule 8.4). The cluster must be undisturbed. */
  async jobs(): Promise<ListedJob[]> {
    const jobs: ListedJob[] = [];
    for (let start = 0, total = 1; start < total; start += 100) {
      const told = await this.#ask({ path: `/indexes?start=${start}&limit=100&order=requestedTime:asc` });
      if (told.kind !== 'success') throw new Error(`the list of jobs was answered ${JSON.stringify(told)}`);
      jobs.push(...told.data.items);
      total = told.data.total;
    }
    // The last digits of an id are the job's number: wall clocks of several gateways say little.
    return jobs.sort((a, b) => numberOf(a) - numberOf(b));
  }

  /** The cluster must be undisturbed. */
  async detail(id: string): Promise<JobDetail> {
    const told = await this.#ask({ path: `/indexes/${id}?include=failures` });
    if (told.kind !== 'success') throw new Error(`the detail of ${id} was answered ${JSON.stringify(told)}`);
    return told.data.items[0];
  }

  #ask(request: Parameters<Door['ask']>[1]): Promise<Told> {
    const { door, keys, service } = this.#options;
    return door.ask(keys, { ...request, path: `/services/${service}${request.path}` }, this.#random);
  }
}

/** A request that died with its gateway holds its service's place for half a minute (rule 8.3). */
function kindOf(told: Told): string {
  if (told.kind === 'success') return 'accepted';
  if (told.kind !== 'result') return told.kind;
  return told.name === 'TooManyRequestError' ? told.name : 'wrong';
}

const padded = ({ fields, intent }: PlannedLine, characters: number): PlannedLine => ({
  fields: { ...fields, padding: ' '.repeat(characters) },
  intent,
});

export function formOf(plan: readonly PlannedLine[], filename: string): FormData {
  const form = new FormData();
  form.append('format', 'jsonl');
  form.append('file', new Blob([dataFileOf(plan)]), filename);
  return form;
}

const numberOf = ({ id }: ListedJob): number => Number.parseInt(id.slice(-12), 16);
