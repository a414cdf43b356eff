import { sumOf } from '../../harness/exposition.js';
import { freePort } from '../../harness/free-port.js';
import { ModelServiceProcess } from '../../harness/model-service.js';
import { addressSettings } from '../../harness/model-services.js';
import { type NameServer, startNameServer } from '../../harness/name-server.js';

const name = 'detector.test';

/** Replicas of the detector, each on an address of its own, behind one name. */
export class Replicas implements AsyncDisposable {
  readonly #running = new Map<string, ModelServiceProcess>();

  private constructor(
    private readonly names: NameServer,
    private readonly port: number,
    /** How long they keep a connection, in milliseconds. */
    readonly connectionAge: number,
  ) {}

  static async open(connectionAge: number): Promise<Replicas> {
    return new Replicas(await startNameServer(), await freePort(), connectionAge);
  }

  /** A server's settings that lead to them through gRPC's own resolver, which asks the name server. */
  get environment(): Record<string, string> {
    return {
      [addressSettings.detect]: `dns://${this.names.address}/${name}:${this.port}`,
      GRPC_NODE_USE_ALTERNATIVE_RESOLVER: 'true',
    };
  }

  /** Start one on an address; resolves when it takes calls, of which nobody knows before it is named. */
  async start(host: string): Promise<void> {
    const environment = { OPENFASHION_GRPC_CONNECTION_AGE_MS: String(this.connectionAge) };
    const replica = new ModelServiceProcess('detect', { host, port: this.port, environment });
    this.#running.set(host, replica);
    await replica.address();
  }

  /** From now on the name stands for these. */
  name(hosts: readonly string[]): void {
    this.names.set(name, hosts);
  }

  of(host: string): ModelServiceProcess {
    const replica = this.#running.get(host);
    if (replica === undefined) throw new Error(`no replica runs on ${host}`);
    return replica;
  }

  /** Calls that it answered so far, of one gRPC status or of any. */
  async calls(host: string, status?: string): Promise<number> {
    const samples = await this.of(host).metric('openfashion_inference_calls_total');
    return sumOf(samples.filter(({ labels }) => status === undefined || labels['status'] === status));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.values()].map((replica) => replica.kill()));
    await this.names[Symbol.asyncDispose]();
  }
}
