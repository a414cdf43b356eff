import { cp } from 'node:fs/promises';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import type { CatalogDocument } from '@openfashion/catalog';
import { limits } from '@openfashion/contract';
import { createTenancy } from '@openfashion/tenancy';
import { dataFolder } from '@openfashion/tenancy/operator';
import { type Client, createClient, type JobDetail } from '../../harness/client.js';
import { type FilledFolder, fillFolder } from '../../harness/filled-folder.js';
import { collectionOfModels } from '../../harness/models.js';
import type { Random } from '../../harness/random.js';
import { ServerProcess, shopSettings } from '../../harness/server-process.js';
import { readDocuments } from '../crash/ending.js';
import { type PlannedLine, planJob } from '../crash/plan.js';
import { samplePictures } from '../crash/sample-pictures.js';
import { type JobSite, startJobSite } from '../crash/site.js';
import { faults } from '../crash/verify.js';

/** A service with the one job that it gets. */
export interface Planned {
  readonly name: string;
  readonly plan: readonly PlannedLine[];
  /** Documents before the job. */
  readonly before: ReadonlyMap<string, CatalogDocument>;
}

/** What a service holds when its job has ended, if the folder knows one. */
interface Ending {
  readonly detail?: JobDetail;
  readonly documents: ReadonlyMap<string, CatalogDocument>;
}
/** By name, of the services that a folder knows. */
export type Endings = ReadonlyMap<string, Ending>;

/** Services and the jobs that are planned for them; one has documents already. */
export class Shop implements AsyncDisposable {
  readonly services: readonly Planned[];
  readonly site: JobSite;
  readonly #filled: FilledFolder;
  readonly #hashes: ReadonlyMap<string, string>;

  private constructor(
    filled: FilledFolder,
    site: JobSite,
    services: readonly Planned[],
    hashes: ReadonlyMap<string, string>,
  ) {
    this.#filled = filled;
    this.site = site;
    this.services = services;
    this.#hashes = hashes;
  }

  /**
   * @param names of the services that start empty
   * @param documents of the one that does not: 300 or more, and more than lines, so that no line names some of them
   */
  static async open(random: Random, names: readonly string[], lines: number, documents: number): Promise<Shop> {
    const filled = await fillFolder(documents, await collectionOfModels());
    const before = await readDocuments(filled.directory, filled.scope);
    const hashes = await samplePictures();
    const pictures = [...hashes.keys()];
    const site = await startJobSite(pictures);
    const planned = [filled.service, ...names].map((name, place): Planned => {
      const own = place === 0 ? before : new Map();
      const plan = planJob(random, lines, { site: site.url, pictures, stored: Math.max(1, own.size) });
      return { name, plan, before: own };
    });
    return new Shop(filled, site, planned, hashes);
  }

  get keys() {
    return this.#filled.keys;
  }

  /** A server on a copy of the folder as it is before any job. */
  async start(directory: string): Promise<ServerProcess> {
    await cp(this.#filled.directory, directory, { recursive: true });
    return new ServerProcess(directory, shopSettings);
  }

  /**
   * Start a server on a folder, let every job that it knows end, use it as a shop does, stop it and read what is there.
   * @param jobs ids by service
   */
  async endAll(directory: string, jobs: ReadonlyMap<string, string>): Promise<Endings> {
    await using server = new ServerProcess(directory, shopSettings);
    const client = createClient(await server.baseUrl(), this.keys);
    const { envelope } = await client.call({ path: '/services' });
    const names: string[] = envelope.data.items.map(({ serviceName }: { serviceName: string }) => serviceName);
    const details = new Map<string, JobDetail>();
    for (const name of names) {
      const listed = await client.call({ path: `/services/${name}/indexes?start=0&limit=100` });
      for (const { id } of listed.envelope.data.items) {
        if (id !== jobs.get(name)) throw new Error(`service ${name} has the job ${id}, which nobody sent`);
        details.set(name, await client.ended(name, id));
      }
    }
    if (names.includes(this.#filled.service)) await search(client, this.#filled.service, this.#untouched());
    await tryOut(client);
    const code = await server.stop();
    if (code !== 0)
      throw new Error(`the server on ${directory} ended with ${code}: ${server.errors.slice(-3).join('\n')}`);
    const ids = await serviceIds(directory, this.keys.appKey);
    const endings = new Map<string, Ending>();
    for (const name of names) {
      const detail = details.get(name);
      const scope = { service: ids.get(name) ?? '', embedding: this.#filled.scope.embedding };
      endings.set(name, { documents: await readDocuments(directory, scope), ...(detail && { detail }) });
    }
    return endings;
  }

  /** What is wrong with endings: a job's counts, lists and documents by the model of the rules; none of a job unknown. */
  faults(endings: Endings): string[] {
    return this.services.flatMap(({ name, plan, before }) => {
      const ending = endings.get(name);
      if (ending === undefined) return [];
      const { detail, documents } = ending;
      if (detail === undefined) {
        const same = documents.size === before.size && [...documents.keys()].every((id) => before.has(id));
        return same ? [] : [`${name}: ${documents.size} documents, ${before.size} before its job was known`];
      }
      const quota = limits.documents.perService;
      const circumstances = { plans: [plan], before, quota, hashes: this.#hashes, fickle: false };
      return faults({ details: [detail], documents }, circumstances).map((fault) => `${name}: ${fault}`);
    });
  }

  /** A product that was there before the jobs and that no line names. */
  #untouched(): string {
    const own = this.services.find(({ name }) => name === this.#filled.service);
    const named = new Set(own?.plan.map(({ fields }) => fields['productId']));
    const found = [...(own?.before.keys() ?? [])].find((id) => !named.has(id));
    if (found === undefined) throw new Error('the plan names every product that there is');
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.site[Symbol.asyncDispose]();
    await this.#filled[Symbol.asyncDispose]();
  }
}

/** Its keys are good and it searches. */
async function search(client: Client, service: string, productId: string): Promise<void> {
  const { items } = await succeed(client, { path: `/services/${service}/products/${productId}/search?limit=5` });
  if (items.length !== 5) throw new Error(`a search found ${items.length} of 5`);
}

/** It takes new services and jobs. */
async function tryOut(client: Client): Promise<void> {
  await client.createService('restored');
  const { status, deletedCount } = await client.index('restored', [{ productId: 'x', status: 'disable' }]);
  if (status !== 'finished' || deletedCount !== 1) throw new Error(`a new job ended as ${status}`);
  await succeed(client, { method: 'DELETE', path: '/services/restored' });
}

async function succeed(client: Client, request: Parameters<Client['call']>[0]) {
  const reply = await client.call(request);
  if (!reply.envelope.header.isSuccessful) throw new Error(`${request.path}: ${reply.text}`);
  return reply.envelope.data;
}

async function serviceIds(directory: string, appKey: string): Promise<Map<string, string>> {
  const backplane = await openEmbeddedBackplane({ directory: dataFolder(directory).backplane });
  try {
    const services = await createTenancy({ backplane }).listServices(appKey);
    return new Map(services.map(({ name, id }) => [name, id]));
  } finally {
    await backplane.close();
  }
}
