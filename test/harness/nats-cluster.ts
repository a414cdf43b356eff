import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { NatsServer } from './nats-server.js';

/** Three NATS servers that hold streams together, as processes of this machine. */
export class NatsCluster implements AsyncDisposable {
  readonly #directory: string;
  /** By name: `n1`, `n2`, `n3`. */
  readonly nodes: ReadonlyMap<string, NatsServer>;
  /** Where each node tells of itself. */
  readonly #monitors: readonly number[];

  private constructor(directory: string, nodes: ReadonlyMap<string, NatsServer>, monitors: readonly number[]) {
    this.#directory = directory;
    this.nodes = nodes;
    this.#monitors = monitors;
  }

  /**
   * Resolves when all of them take clients; JetStream answers once they have elected its leader.
   * @param more lines of each one's configuration
   */
  static async start(more = ''): Promise<NatsCluster> {
    const directory = await mkdtemp(join(tmpdir(), 'nats-cluster-'));
    const names = ['n1', 'n2', 'n3'];
    const ports = await Promise.all(names.map(freePort));
    const [routes, monitors] = await Promise.all([0, 1].map(() => Promise.all(names.map(freePort))));
    if (!routes || !monitors) throw new Error('ports were found');
    const nodes = new Map<string, NatsServer>();
    for (const [index, name] of names.entries()) {
      const configuration = `
        server_name: ${name}
        ${more}
        http: "127.0.0.1:${monitors[index]}"
        cluster {
          name: test
          listen: "127.0.0.1:${routes[index]}"
          routes: [${routes.map((port) => `"nats-route://127.0.0.1:${port}"`).join(', ')}]
        }`;
      nodes.set(name, await NatsServer.launch(join(directory, name), ports[index] ?? 0, { configuration }));
    }
    const cluster = new NatsCluster(directory, nodes, monitors);
    try {
      await Promise.all([...nodes.values()].map((node) => node.ready()));
      return cluster;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Addresses of all nodes. */
  get url(): string {
    return [...this.nodes.values()].map(({ url }) => url).join(',');
  }

  node(name: string): NatsServer {
    const node = this.nodes.get(name);
    if (node === undefined) throw new Error(`there is no node ${name}`);
    return node;
  }

  /** Whether a node has all that it has to hold. */
  async isHealthy(name: string): Promise<boolean> {
    const port = this.#monitors[[...this.nodes.keys()].indexOf(name)];
    const reply = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    return reply?.status === 200;
  }

  /** Name of the node that leads a stream. @throws Error when none does, or nobody tells */
  async leaderOf(stream: string): Promise<string> {
    for (const port of this.#monitors) {
      const reply = await fetch(`http://127.0.0.1:${port}/jsz?streams=true`).catch(() => undefined);
      const { account_details = [] } = ((await reply?.json()) ?? {}) as JetStreamStatus;
      const streams = account_details.flatMap(({ stream_detail = [] }) => stream_detail);
      const leader = streams.find(({ name }) => name === stream)?.cluster?.leader;
      if (leader) return leader;
    }
    throw new Error(`nobody knows who leads ${stream}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.nodes.values()].map((node) => node[Symbol.asyncDispose]()));
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/** What `/jsz` says, as far as it is looked at. */
interface JetStreamStatus {
  readonly account_details?: readonly {
    readonly stream_detail?: readonly { readonly name: string; readonly cluster?: { readonly leader?: string } }[];
  }[];
}
