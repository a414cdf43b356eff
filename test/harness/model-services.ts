import { type Task, taskNames } from '@openfashion/inference';
import { freePort } from './free-port.js';
import { ModelServiceProcess, tasks } from './model-service.js';
import type { NameServer } from './name-server.js';

/** The settings that tell a server where its model services are. */
export const addressSettings = {
  detect: 'OPENFASHION_DETECTOR_ADDR',
  embed: 'OPENFASHION_EMBEDDER_ADDR',
  tag: 'OPENFASHION_TAGGER_ADDR',
} as const satisfies Record<Task, string>;

/**
 * All three model services, each under an address that stays, and the settings of a server that asks them. With a name server
 * the addresses are names, and the next process of a service is started while the last one still runs.
 */
export class ModelServices implements AsyncDisposable {
  /** The processes so far, also those that have ended. */
  readonly lives: ModelServiceProcess[] = [];
  readonly #environment: Readonly<Record<string, string>>;
  readonly #names: NameServer | undefined;
  readonly #running = new Map<Task, ModelServiceProcess>();
  readonly #addresses = new Map<Task, string>();

  private constructor(environment: Readonly<Record<string, string>>, names: NameServer | undefined) {
    this.#environment = environment;
    this.#names = names;
  }

  /** Resolves when all take calls. @throws Error when one ends before; then none runs */
  static async open(environment: Readonly<Record<string, string>> = {}, names?: NameServer): Promise<ModelServices> {
    const services = new ModelServices(environment, names);
    try {
      await Promise.all(tasks.map((task) => services.start(task)));
      return services;
    } catch (error) {
      await services[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Start one that does not run, or the next one behind its name; resolves when it takes calls, and is the one that is called. */
  async start(task: Task): Promise<void> {
    const names = this.#names;
    // Each process behind a name has an address of its own, and the same port.
    const host = names ? `127.0.1.${this.lives.length + 1}` : '127.0.0.1';
    const known = Number(this.#addresses.get(task)?.split(':').at(-1) ?? 0);
    const port = known === 0 && names ? await freePort() : known;
    const service = new ModelServiceProcess(task, { host, port, environment: this.#environment });
    this.lives.push(service);
    this.#running.set(task, service);
    const address = await service.address();
    const name = `${taskNames[task]}.test`;
    names?.set(name, [host]);
    this.#addresses.set(task, names ? `dns://${names.address}/${name}:${port}` : address);
  }

  of(task: Task): ModelServiceProcess {
    const service = this.#running.get(task);
    if (service === undefined) throw new Error(`no service runs for the task ${task}`);
    return service;
  }

  /** A server's settings that lead to them. */
  get settings(): Readonly<Record<string, string>> {
    return {
      ...Object.fromEntries([...this.#addresses].map(([task, address]) => [addressSettings[task], address])),
      ...(this.#names && { GRPC_NODE_USE_ALTERNATIVE_RESOLVER: 'true' }),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.lives.map((service) => service.kill()));
  }
}
