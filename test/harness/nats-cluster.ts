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

  private constructor(directory: string, nodes: ReadonlyMap<string, NatsServer>) {
    this.#directory = directory;
    this.nodes = nodes;
  }

  /** Resolves when all of them take clients; JetStream answers once they have elected its leader. */
  static async start(): Promise<NatsCluster> {
    const directory = await mkdtemp(join(tmpdir(), 'nats-cluster-'));
    const names = ['n1', 'n2', 'n3'];
    const ports = await Promise.all(names.map(freePort));
    const routes = await Promise.all(names.map(freePort));
    const nodes = new Map<string, NatsServer>();
    for (const [index, name] of names.entries()) {
      const configuration = `
        server_name: ${name}
        cluster {
          name: test
          listen: "127.0.0.1:${routes[index]}"
          routes: [${routes.map((port) => `"nats-route://127.0.0.1:${port}"`).join(', ')}]
        }`;
      nodes.set(name, await NatsServer.launch(join(directory, name), ports[index] ?? 0, { configuration }));
    }
    const cluster = new NatsCluster(directory, nodes);
    await Promise.all([...nodes.values()].map((node) => node.ready()));
    return cluster;
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

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.nodes.values()].map((node) => node[Symbol.asyncDispose]()));
    await rm(this.#directory, { recursive: true, force: true });
  }
}
