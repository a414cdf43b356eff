import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { ProcessUnderTest } from './process-under-test.js';

/** A server that runs already and that tests may fill. */
export const givenQdrant = process.env['OPENFASHION_TEST_QDRANT_URL'];
const found = spawnSync('qdrant', ['--version'], { encoding: 'utf8' });
/** Version of the servers that tests start; undefined where there is none to start. */
export const qdrantVersion = found.status === 0 ? found.stdout.trim().replace(/^qdrant /, '') : undefined;

/** Where a server keeps what it has, and where it answers: the same again after a restart. */
export interface QdrantPlace {
  readonly directory: string;
  readonly http: number;
  readonly grpc: number;
  /** Where its peers reach it. */
  readonly p2p: number;
}

export const qdrantPlace = async (directory: string): Promise<QdrantPlace> => ({
  directory,
  http: await freePort(),
  grpc: await freePort(),
  p2p: await freePort(),
});

/** A Qdrant server of the tests' own, on loopback, in a folder of its own. */
export class QdrantServer extends ProcessUnderTest {
  readonly place: QdrantPlace;
  readonly url: string;

  constructor(
    place: QdrantPlace,
    { environment = {}, args = [] }: { environment?: Readonly<Record<string, string>>; args?: readonly string[] } = {},
  ) {
    const inside = (name: string) => join(place.directory, name);
    super(['qdrant', '--disable-telemetry', ...args], {
      QDRANT__SERVICE__HOST: '127.0.0.1',
      QDRANT__SERVICE__HTTP_PORT: String(place.http),
      QDRANT__SERVICE__GRPC_PORT: String(place.grpc),
      QDRANT__STORAGE__STORAGE_PATH: inside('storage'),
      QDRANT__STORAGE__SNAPSHOTS_PATH: inside('snapshots'),
      QDRANT__TELEMETRY_DISABLED: 'true',
      QDRANT__LOG_LEVEL: 'WARN',
      QDRANT_INIT_FILE_PATH: inside('initialized'),
      ...environment,
    });
    this.place = place;
    this.url = `${environment['QDRANT__SERVICE__ENABLE_TLS'] ? 'https' : 'http'}://127.0.0.1:${place.http}`;
  }

  /** Resolves when it serves. @throws Error when it ends before, or does not in time; then it is dead */
  async ready(): Promise<this> {
    const ended = this.exit.then((code) => {
      throw new Error(`qdrant ended with ${code}: ${[...this.lines, ...this.errors].slice(-5).join('\n')}`);
    });
    try {
      await Promise.race([eventually(`qdrant serves at ${this.url}`, () => answers(`${this.url}/readyz`)), ended]);
      return this;
    } catch (error) {
      await this.kill();
      throw error;
    }
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).status === 200;
  } catch {
    return false;
  }
}

/** What a suite runs on. */
export interface QdrantUnderTest extends AsyncDisposable {
  readonly url: string;
  readonly version: string;
  /** Absent where the server is given. */
  readonly server?: QdrantServer;
}

/** The given server, or a new one on an empty folder, which goes with it. Prints the version. */
export async function startQdrant(environment: Readonly<Record<string, string>> = {}): Promise<QdrantUnderTest> {
  const isOwn = givenQdrant === undefined || Object.keys(environment).length > 0;
  const directory = isOwn ? await mkdtemp(join(tmpdir(), 'qdrant-')) : undefined;
  const server =
    directory === undefined ? undefined : await new QdrantServer(await qdrantPlace(directory), { environment }).ready();
  const url = server?.url ?? givenQdrant ?? '';
  const version = (server && qdrantVersion) ?? (await versionOf(url));
  console.log(`qdrant ${version} at ${url}`);
  return {
    url,
    version,
    ...(server && { server }),
    async [Symbol.asyncDispose]() {
      await server?.kill();
      if (directory) await rm(directory, { recursive: true, force: true });
    },
  };
}

async function versionOf(url: string): Promise<string> {
  const answer = (await (await fetch(url)).json()) as { version: string };
  return answer.version;
}

/** Nodes of one cluster, as processes of this machine. */
export interface QdrantCluster extends AsyncDisposable {
  readonly nodes: QdrantServer[];
  readonly urls: readonly string[];
  /** Start a node that was killed again, on its folder and ports. It is ready when its copies have what they missed. */
  restart(index: number): Promise<QdrantServer>;
}

export async function startQdrantCluster(count: number): Promise<QdrantCluster> {
  const directory = await mkdtemp(join(tmpdir(), 'qdrant-cluster-'));
  const places = await Promise.all(Array.from({ length: count }, (_, at) => qdrantPlace(join(directory, `${at}`))));
  const uri = (place: QdrantPlace | undefined) => `http://127.0.0.1:${place?.p2p}`;
  const start = (index: number) => {
    const place = places[index];
    if (place === undefined) throw new RangeError(`no node ${index}`);
    const join = index === 0 ? [] : ['--bootstrap', uri(places[0])];
    return new QdrantServer(place, {
      environment: { QDRANT__CLUSTER__ENABLED: 'true', QDRANT__CLUSTER__P2P__PORT: String(place.p2p) },
      args: ['--uri', uri(place), ...join],
    });
  };
  const nodes: QdrantServer[] = [];
  const kill = async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    await rm(directory, { recursive: true, force: true });
  };
  try {
    // One after the other: each joins what is there.
    for (let index = 0; index < count; index++) nodes.push(await start(index).ready());
    await eventually('all nodes know each other', async () =>
      (await Promise.all(nodes.map(({ url }) => peersOf(url)))).every((peers) => peers === count),
    );
  } catch (error) {
    await kill();
    throw error;
  }
  console.log(`qdrant ${found.stdout.trim().replace(/^qdrant /, '')}, ${count} nodes`);
  return {
    nodes,
    urls: nodes.map(({ url }) => url),
    async restart(index) {
      const node = start(index);
      nodes[index] = node;
      return node.ready();
    },
    [Symbol.asyncDispose]: kill,
  };
}

async function peersOf(url: string): Promise<number> {
  const answer = (await (await fetch(`${url}/cluster`)).json()) as { result: { peers?: object } };
  return Object.keys(answer.result.peers ?? {}).length;
}
