import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backup } from '@openfashion/composition/backup';
import { runCli } from 'openfashion/testing';
import { type Client, createClient, type JobDetail } from '../../harness/client.js';
import { below, seededRandom } from '../../harness/random.js';
import { addressesOf, dataFileOf } from '../crash/plan.js';
import { type Endings, Shop } from './shop.js';

/** A backup, and what was known of the node when it began and when it was made. */
interface Taken {
  readonly folder: string;
  /** Ids of the jobs that were acknowledged before it, by service. */
  readonly acknowledged: ReadonlyMap<string, string>;
  /** Details of the jobs that had ended before it. */
  readonly ended: ReadonlyMap<string, JobDetail>;
  /** Whether the service that is deleted was so before it began; undefined while that is under way. */
  readonly deleted: boolean | undefined;
  readonly backup: Backup;
}

export interface Options {
  readonly seed: number;
  /** Of each of the four jobs. */
  readonly lines: number;
  readonly backups: number;
  /** Of the service that has some before its job: 300 or more. */
  readonly documents: number;
  /** Called after each backup. */
  readonly taken?: () => void;
}

export interface Outcome {
  /** What is wrong, of the node that was backed up and of each that was started on a backup. */
  readonly faults: readonly string[];
  readonly backups: readonly Backup[];
  /** Jobs that the backups found waiting or half done. */
  readonly unfinished: number;
}

/** The service that is deleted while its job runs. */
const doomed = 'doomed';
const others = ['second', 'third', doomed];

/**
 * Take backups of a node at points drawn from the seed, while the jobs of several services run and one service is deleted;
 * then start a node on each.
 */
export async function backupsUnderLoad({ seed, lines, backups, documents, taken }: Options): Promise<Outcome> {
  const random = seededRandom(seed);
  await using shop = await Shop.open(random, others, lines, documents);
  shop.site.begin(false);
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'backups-')));
  try {
    const live = join(scratch, 'live');
    await using server = await shop.start(live);
    const client = createClient(await server.baseUrl(), shop.keys);
    // Of the jobs that run to their end.
    const lasting = shop.services.filter(({ name }) => name !== doomed).map(({ plan }) => addressesOf(plan));
    const addresses = lasting.reduce((sum, own) => sum + own, 0);
    const points = Array.from({ length: backups }, () => below(random, Math.floor(addresses * 0.9))).sort(
      (a, b) => a - b,
    );

    const jobs = new Map<string, string>();
    const made: Taken[] = [];
    const run = new Run(client, jobs);
    for (const [place, { name, plan }] of shop.services.entries()) {
      if (place > 0) await run.create(name);
      jobs.set(name, await client.send(name, dataFileOf(plan)));
    }
    const deletion = shop.site.reached(points[0] ?? 0).then(() => run.deleteDoomed());
    for (const [at, point] of points.entries()) {
      await shop.site.reached(point);
      made.push(await run.backUp(live, join(scratch, `backup-${at}`)));
      taken?.();
    }
    await deletion;
    for (const [name, id] of jobs) if (name !== doomed) await client.ended(name, id);
    await server.stop();

    const found = shop.faults(await shop.endAll(live, jobs)).map((fault) => `the node itself: ${fault}`);
    let unfinished = 0;
    for (const [at, backup] of made.entries()) {
      const endings = await shop.endAll(backup.folder, jobs);
      const own = [...shop.faults(endings), ...forgotten(backup, endings)];
      found.push(...own.map((fault) => `backup ${at + 1}: ${fault}`));
      unfinished += [...endings.keys()].filter((name) => !backup.ended.has(name)).length;
    }
    return { faults: found, backups: made.map(({ backup }) => backup), unfinished };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What happens on the node that is backed up, and what is known of it. */
class Run {
  readonly #client: Client;
  readonly #jobs: ReadonlyMap<string, string>;
  #deleted: boolean | undefined = false;

  constructor(client: Client, jobs: ReadonlyMap<string, string>) {
    this.#client = client;
    this.#jobs = jobs;
  }

  create(name: string): Promise<void> {
    return this.#client.createService(name);
  }

  async deleteDoomed(): Promise<void> {
    this.#deleted = undefined;
    await this.#succeed({ method: 'DELETE', path: `/services/${doomed}` });
    this.#deleted = true;
  }

  /** By the command, as an operator does. */
  async backUp(directory: string, folder: string): Promise<Taken> {
    const acknowledged = new Map(this.#jobs);
    const before = this.#deleted;
    const ended = new Map<string, JobDetail>();
    for (const [name, id] of this.#jobs) {
      const { envelope } = await this.#client.call({ path: `/services/${name}/indexes/${id}` });
      const job: JobDetail | undefined = envelope.data?.items[0];
      if (job?.status === 'finished') ended.set(name, job);
    }
    const { code, stdout, stderr } = await runCli(['backup', folder, '--json'], {
      env: { OPENFASHION_DATA_DIR: directory },
    });
    if (code !== 0) throw new Error(`the backup ended with ${code}: ${stderr}`);
    const deleted = before === this.#deleted ? before : undefined;
    return { folder, acknowledged, ended, deleted, backup: JSON.parse(stdout) };
  }

  async #succeed(request: Parameters<Client['call']>[0]): Promise<void> {
    const { envelope, text } = await this.#client.call(request);
    if (!envelope.header.isSuccessful) throw new Error(`${request.path}: ${text}`);
  }
}

/** What a backup does not know though it was answered before it began, and what it has though it was gone. */
function forgotten({ acknowledged, ended, deleted }: Taken, endings: Endings): string[] {
  const found: string[] = [];
  for (const [name, id] of acknowledged) {
    if (name === doomed && deleted !== false) continue;
    if (endings.get(name)?.detail?.id !== id) found.push(`${name}: the job ${id} is not known`);
  }
  for (const [name, job] of ended) {
    const detail = endings.get(name)?.detail;
    if (detail && JSON.stringify(countsOf(detail)) !== JSON.stringify(countsOf(job)))
      found.push(`${name}: its ended job changed`);
  }
  if (deleted && endings.has(doomed)) found.push(`${doomed} is there though it was deleted before`);
  return found;
}

const countsOf = ({ addedProductIds, updatedProductIds, deletedProductIds, failedProductIds, status }: JobDetail) => ({
  addedProductIds,
  updatedProductIds,
  deletedProductIds,
  failedProductIds,
  status,
});
