import {
  freePort,
  type ModelServiceName,
  ModelServiceProcess,
  modelServiceNames,
} from '../../harness/model-service.js';

/** The three services of a server, each under an address that stays. */
export class Services implements AsyncDisposable {
  readonly #ports = new Map<ModelServiceName, number>();
  readonly running = new Map<ModelServiceName, ModelServiceProcess>();

  static async open(): Promise<Services> {
    const services = new Services();
    await Promise.all(modelServiceNames.map((name) => services.start(name)));
    return services;
  }

  /** Resolves when it takes calls. */
  async start(name: ModelServiceName): Promise<void> {
    const port = this.#ports.get(name) ?? (await freePort());
    this.#ports.set(name, port);
    const service = new ModelServiceProcess(name, { port });
    this.running.set(name, service);
    await service.address();
  }

  /** A server's settings that lead to them. */
  get environment(): Record<string, string> {
    return Object.fromEntries(
      [...this.#ports].map(([name, port]) => [`OPENFASHION_${name.toUpperCase()}_ADDR`, `127.0.0.1:${port}`]),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.running.values()].map((service) => service.kill()));
  }
}
