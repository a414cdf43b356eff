import { setTimeout as pause } from 'node:timers/promises';
import { allOrNone } from '../../harness/all-or-none.js';
import { createClient } from '../../harness/client.js';
import { Cluster, type ClusterOptions } from '../../harness/cluster.js';
import { missesNothing } from '../../harness/cluster-parts.js';
import { eventually } from '../../harness/eventually.js';
import { seededRandom } from '../../harness/random.js';
import { samplePictures } from '../crash/sample-pictures.js';
import { type JobSite, startJobSite } from '../crash/site.js';
import { linksOf } from '../soak/links.js';
import { type AppKey, Door } from './door.js';
import { Downtime } from './downtime.js';
import { type Mark, markOf } from './logs.js';
import { questionsAbout } from './questions.js';
import { Shop } from './shop.js';
import { Shoppers } from './shoppers.js';

export interface SceneOptions extends ClusterOptions {
  readonly seed: number;
  /** Whether other tests share the machine: then nothing is judged by the clock that is not bound to a setting. */
  readonly short: boolean;
  /** Lines of a job, at least. */
  readonly lines: number;
  /** Services of each of two app keys that jobs change, beside one that nothing changes. */
  readonly services?: number;
  /** Characters that each line is longer than it has to be. */
  readonly padding?: number;
  /** Requests of shoppers. */
  readonly perSecond?: number;
}

/** Products of a service that nothing changes. */
const quietProducts = 24;
/** Answered within so long after the last outage, whatever was asked; of jobs, in milliseconds a line. */
const [endedWithin, perLine] = [120_000, 1_000];
/** After the last restart everything must be ready within this. */
export const readyWithin = 30_000;

/** A whole cluster at work: two app keys whose services are changed by jobs, and shoppers who search. */
export class Scene implements AsyncDisposable {
  readonly #over = new AbortController();
  #jobs: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly options: SceneOptions,
    readonly cluster: Cluster,
    readonly site: JobSite,
    /** Pictures that show an item, and their hashes. */
    readonly pictures: ReadonlyMap<string, string>,
    readonly downtime: Downtime,
    readonly door: Door,
    readonly shops: readonly Shop[],
    readonly shoppers: Shoppers,
  ) {}

  /** Resolves when the quiet services are indexed and their answers known. */
  static async open(options: SceneOptions): Promise<Scene> {
    const { seed, lines, services = 1, padding = 0 } = options;
    const pictures = await samplePictures();
    const [site, cluster] = await allOrNone([startJobSite([...pictures.keys()]), Cluster.open(options)]);
    try {
      const downtime = new Downtime();
      const urls = await Promise.all(cluster.gateways.map((gateway) => gateway.baseUrl()));
      const door = new Door(urls, downtime);
      const clients = [await cluster.newClient(), await cluster.newClient()];
      const shops = clients.flatMap((keys, key) =>
        // The same names under both keys.
        Array.from({ length: services }, (_, at) => {
          const own = { door, keys, service: `shop-${at}`, seed: seed + 101 * key + at, lines, padding };
          return new Shop({ ...own, site: site.url, pictures: [...pictures.keys()] });
        }),
      );
      for (const { keys, service } of shops) await createClient(urls[0] ?? '', keys).createService(service);
      const shoppers = new Shoppers(door, shops, seededRandom(seed + 1));
      const scene = new Scene(options, cluster, site, pictures, downtime, door, shops, shoppers);
      for (const [key, keys] of clients.entries()) await scene.#openQuiet(urls[0] ?? '', keys, key);
      return scene;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      await site[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Searches begin. */
  startSearches(): void {
    this.shoppers.start(this.options.perSecond ?? 4);
  }

  /** Searches and jobs begin. */
  start(): void {
    this.startSearches();
    this.#jobs = Promise.all(this.shops.map((shop) => shop.run(this.#over.signal)));
  }

  /** Resolves to how long it took until every process was ready and missed nothing. @throws Error when it takes too long */
  async ready(): Promise<number> {
    const start = performance.now();
    const isReady = () => missesNothing(this.cluster).catch(() => false);
    await eventually('every process is ready and misses nothing', isReady, 2 * readyWithin);
    return performance.now() - start;
  }

  /**
   * No more files are sent. Resolves when all jobs have ended, while shoppers go on, to how long it took; from then on nothing
   * explains an error.
   */
  async settle(): Promise<{ readonly took: number; readonly calm: Mark }> {
    const start = performance.now();
    // Calls that were under way when all was ready again may still fail.
    await pause(readyWithin / 6);
    const calm = markOf(this.cluster.lives);
    this.#over.abort();
    await this.#jobs;
    const open = this.shops.length * 3 * this.options.lines;
    await Promise.all(this.shops.map((shop) => shop.settled(endedWithin + open * perLine)));
    const took = performance.now() - start;
    await this.shoppers.stop();
    return { took, calm };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    await this.shoppers.stop();
    await this.#jobs.catch(() => {});
    await this.cluster[Symbol.asyncDispose]();
    await this.site[Symbol.asyncDispose]();
  }

  /** A service that nothing changes from now on, and what shoppers will ask of it. */
  async #openQuiet(url: string, keys: AppKey, key: number): Promise<void> {
    const service = 'quiet';
    const client = createClient(url, keys);
    await client.createService(service);
    // Each key's has other pictures: what is found tells whose it is.
    const own = [...this.pictures.keys()].filter((_, at) => at % 2 === key).slice(0, quietProducts);
    const lines = own.map((picture, at) => ({
      productId: `quiet-${at}`,
      status: 'enable',
      name: `product ${at} of key ${key}`,
      imageUrl: `${this.site.url}/${picture}`,
      s1: `s${at % 7}`,
    }));
    const job = await client.index(service, lines);
    if (job.addedCount !== lines.length) throw new Error(`the quiet service was not indexed: ${JSON.stringify(job)}`);
    const pictures = lines.slice(0, 4).map(({ imageUrl }) => imageUrl);
    const quiet = { service, indexId: job.id, pictures, links: await linksOf(client, service, pictures) };
    const productIds = lines.slice(0, 8).map(({ productId }) => productId);
    await this.shoppers.learn(keys, questionsAbout({ ...quiet, productIds }));
  }
}
