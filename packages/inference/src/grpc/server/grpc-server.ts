import { setTimeout as pause } from 'node:timers/promises';
import { type handleUnaryCall, type MethodDefinition, Server, type ServerCredentials } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import type { Milliseconds } from '@openfashion/contract';
import { HealthImplementation } from 'grpc-health-check';
import { definitions } from '../definitions.js';
import { maxMessageBytes } from '../limits.js';
import type { Admission } from './admission.js';
import { Connections, farewell } from './connections.js';

export interface GrpcServerOptions {
  /** Full name of the service of which it tells `grpc.health.v1`. */
  readonly service: string;
  readonly admission: Admission;
  /** After this time at most a connection is ended, gracefully, so that its client finds replicas that are new. */
  readonly connectionAge: Milliseconds;
}

/** A gRPC server with health, reflection and the limits of this product. */
export class GrpcServer {
  readonly #server: Server;
  readonly #connections: Connections;
  readonly #health: HealthImplementation;
  readonly #service: string;
  readonly #admission: Admission;
  #draining = false;
  #port = 0;

  constructor({ service, admission, connectionAge }: GrpcServerOptions) {
    this.#service = service;
    this.#admission = admission;
    this.#server = new Server({
      interceptors: [admission.interceptor],
      'grpc.max_receive_message_length': maxMessageBytes,
      'grpc.max_send_message_length': maxMessageBytes,
      'grpc.max_concurrent_streams': 1_024,
      'grpc.keepalive_time_ms': 30_000,
      'grpc.keepalive_timeout_ms': 10_000,
    });
    this.#connections = new Connections(this.#server, connectionAge);
    this.#health = new HealthImplementation({ '': 'NOT_SERVING', [service]: 'NOT_SERVING' });
    this.#health.addToServer(this.#server);
    new ReflectionService(definitions, { services: [service] }).addToServer(this.#server);
  }

  /** The port that it listens on. */
  get port(): number {
    return this.#port;
  }

  /** What `grpc.health.v1` says from now on; NOT_SERVING once it drains. */
  setServing(serving: boolean): void {
    const said = serving && !this.#draining ? 'SERVING' : 'NOT_SERVING';
    for (const name of ['', this.#service]) this.#health.setStatus(name, said);
  }

  /** The one method of the service. */
  serve<Request, Response>(
    name: string,
    method: MethodDefinition<Request, Response>,
    handler: handleUnaryCall<Request, Response>,
  ): void {
    this.#server.addService({ [name]: method }, { [name]: handler });
  }

  /** Resolves when it takes calls. @throws Error when it cannot */
  async listen(host: string, port: number, credentials: ServerCredentials): Promise<void> {
    const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    this.#port = await new Promise((resolve, reject) => {
      this.#server.bindAsync(address, credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    this.#connections.listening();
  }

  /**
   * Tell clients to go elsewhere, and finish the calls that were accepted. What else is open then is cut off: a client that
   * watches its health would keep it for ever.
   */
  async drain(): Promise<void> {
    this.#draining = true;
    this.setServing(false);
    this.#connections.sayGoodbye();
    await pause(farewell);
    const shut = new Promise<void>((resolve) => this.#server.tryShutdown(() => resolve()));
    const finished = this.#admission.idle().then(() => pause(farewell));
    await Promise.race([shut, finished]);
    this.end();
  }

  /** Cut off what is left. */
  end(): void {
    this.#server.forceShutdown();
  }
}
