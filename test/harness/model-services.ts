import type { Task } from '@openfashion/inference';
import { ModelServiceProcess, tasks } from './model-service.js';

/** The settings that tell a server where its model services are. */
export const addressSettings = {
  detect: 'OPENFASHION_DETECTOR_ADDR',
  embed: 'OPENFASHION_EMBEDDER_ADDR',
  tag: 'OPENFASHION_TAGGER_ADDR',
} as const satisfies Record<Task, string>;

/** All three model services, each under an address that stays, and the settings of a server that asks them. */
export class ModelServices implements AsyncDisposable {
  /** The processes so far, also those that have ended. */
  readonly lives: ModelServiceProcess[] = [];
  readonly #environment: Readonly<Record<string, string>>;
  readonly #running = new Map<Task, ModelServiceProcess>();
  readonly #addresses = new Map<Task, string>();

  private constructor(environment: Readonly<Record<string, string>>) {
    this.#environment = environment;
  }

  /** Resolves when all take calls. @throws Error when one ends before; then none runs */
  static async open(environment: Readonly<Record<string, string>> = {}): Promise<ModelServices> {
    const services = new ModelServices(environment);
    try {
      await Promise.all(tasks.map((task) => services.start(task)));
      return services;
    } catch (error) {
      await services[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Start one that does not run; resolves when it takes calls, where it took them before. */
  async start(task: Task): Promise<void> {
    const port = Number(this.#addresses.get(task)?.split(':')[1] ?? 0);
    const service = new ModelServiceProcess(task, { port, environment: this.#environment });
    this.lives.push(service);
    this.#running.set(task, service);
    this.#addresses.set(task, await service.address());
  }

  of(task: Task): ModelServiceProcess {
    const service = this.#running.get(task);
    if (service === undefined) throw new Error(`no service runs for the task ${task}`);
    return service;
  }

  /** A server's settings that lead to them. */
  get settings(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#addresses].map(([task, address]) => [addressSettings[task], address]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.values()].map((service) => service.kill()));
  }
}
