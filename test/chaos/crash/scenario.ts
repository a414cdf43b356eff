import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogDocument } from '@openfashion/catalog';
import { limits } from '@openfashion/contract';
import { type FilledFolder, fillFolder } from '../../harness/filled-folder.js';
import { collectionOfModels } from '../../harness/models.js';
import { type Random, seededRandom } from '../../harness/random.js';
import { type Ending, readDocuments } from './ending.js';
import { forgetfulDisk } from './forgetful.js';
import { drawKills, runThroughKills } from './lives.js';
import { addressesOf, dataFileOf, type PlannedLine, planJob } from './plan.js';
import { samplePictures } from './sample-pictures.js';
import { type JobSite, startJobSite } from './site.js';
import { faults } from './verify.js';

/** How a job is disturbed. */
export interface Disturbance {
  /** How often the server is killed. */
  readonly kills: number;
  /** Whether the picture server answers an address otherwise another time. */
  readonly fickle?: boolean;
  /** Whether each kill is a power failure: what was not synchronised is gone. */
  readonly forgetful?: boolean;
  /** Called after each kill. */
  readonly killed?: () => void;
}

export interface Outcome {
  readonly ending: Ending;
  /** What is wrong with it. */
  readonly faults: readonly string[];
  /** Requests for an address that had been answered before. */
  readonly repeats: number;
}

/** A service with documents, and a job for it: run as often as one likes, each time from the same state. */
export class Scenario implements AsyncDisposable {
  readonly #folder: FilledFolder;
  readonly #site: JobSite;
  readonly #before: ReadonlyMap<string, CatalogDocument>;
  readonly #hashes: ReadonlyMap<string, string>;
  readonly #lines: number;
  readonly #seed: number;

  private constructor(
    folder: FilledFolder,
    site: JobSite,
    before: ReadonlyMap<string, CatalogDocument>,
    hashes: ReadonlyMap<string, string>,
    lines: number,
    seed: number,
  ) {
    this.#folder = folder;
    this.#site = site;
    this.#before = before;
    this.#hashes = hashes;
    this.#lines = lines;
    this.#seed = seed;
  }

  /** @param stored documents that the service has before the job */
  static async open(seed: number, lines: number, stored: number): Promise<Scenario> {
    const folder = await fillFolder(stored, await collectionOfModels());
    const before = await readDocuments(folder.directory, folder.scope);
    const hashes = await samplePictures();
    return new Scenario(folder, await startJobSite([...hashes.keys()]), before, hashes, lines, seed);
  }

  /** @returns undefined where the disturbance cannot be had here */
  async run({ kills, fickle = false, forgetful = false, killed }: Disturbance): Promise<Outcome | undefined> {
    this.#site.begin(fickle);
    const scratch = await realpath(await mkdtemp(join(tmpdir(), 'chaos-')));
    try {
      const directory = join(scratch, 'data');
      await cp(this.#folder.directory, directory, { recursive: true });
      const disk = forgetful ? await forgetfulDisk(directory, scratch) : undefined;
      if (forgetful && disk === undefined) return undefined;
      const random = seededRandom(this.#seed);
      const plan = this.#plan(random);
      const detail = await runThroughKills({
        directory,
        keys: this.#folder.keys,
        service: this.#folder.service,
        dataFile: dataFileOf(plan),
        kills: drawKills(random, kills, addressesOf(plan)),
        site: this.#site,
        ...(disk && { environment: disk.environment }),
        killed: async () => {
          await disk?.powerFailure();
          killed?.();
        },
        limit: 60_000 + 30_000 * kills + 200 * this.#lines,
      });
      const ending = { details: [detail], documents: await readDocuments(directory, this.#folder.scope) };
      const circumstances = {
        plans: [plan],
        before: this.#before,
        quota: limits.documents.perService,
        hashes: this.#hashes,
        fickle,
      };
      return { ending, faults: faults(ending, circumstances), repeats: this.#site.repeats };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** The same lines each time. */
  #plan(random: Random): PlannedLine[] {
    const pictures = [...this.#hashes.keys()];
    return planJob(random, this.#lines, { site: this.#site.url, pictures, stored: this.#before.size });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#site[Symbol.asyncDispose]();
    await this.#folder[Symbol.asyncDispose]();
  }
}
