import { Server, type ServerCredentials, type ServerInterceptor } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import type { Milliseconds } from '@openfashion/contract';
import { HealthImplementation } from 'grpc-health-check';
import { definitions } from '../definitions.js';
import { maxMessageBytes } from '../limits.js';
import { widenConnections, widenStreams } from './windows.js';

export interface GrpcServerOptions {
  /** Full name of the service of which it tells `grpc.health.v1`. */
  readonly service: string;
  readonly interceptor: ServerInterceptor;
  /** After about this time a connection is ended, gracefully, so that its client finds replicas that are new. */
  readonly connectionAge: Milliseconds;
}

/** A gRPC server with health, reflection and the limits of this product; what it serves is added by the caller. */
export class GrpcServer {
  readonly server: Server;
  readonly #health: HealthImplementation;
  readonly #service: string;

  constructor({ service, interceptor, connectionAge }: GrpcServerOptions) {
    this.#service = service;
    this.server = new Server({
      interceptors: [interceptor],
      'grpc.max_receive_message_length': maxMessageBytes,
      'grpc.max_send_message_length': maxMessageBytes,
      'grpc.max_concurrent_streams': 1_024,
      'grpc.max_connection_age_ms': connectionAge,
      // Calls in hand end by their own deadlines.
      'grpc.max_connection_age_grace_ms': 60_000,
      'grpc.keepalive_time_ms': 30_000,
      'grpc.keepalive_timeout_ms': 10_000,
    });
    widenStreams(this.server);
    this.#health = new HealthImplementation({ '': 'NOT_SERVING', [service]: 'NOT_SERVING' });
    this.#health.addToServer(this.server);
    new ReflectionService(definitions, { services: [service] }).addToServer(this.server);
  }

  /** What `grpc.health.v1` says from now on. */
  set serving(serving: boolean) {
    for (const name of ['', this.#service]) this.#health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
  }

  /** Resolves to the port that it listens on. @throws Error when it cannot */
  listen(host: string, port: number, credentials: ServerCredentials): Promise<number> {
    const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    return new Promise((resolve, reject) => {
      this.server.bindAsync(address, credentials, (error, bound) => {
        if (error) return reject(error);
        widenConnections(this.server);
        resolve(bound);
      });
    });
  }

  /** Tell clients to go elsewhere, and finish the calls that were accepted. */
  drain(): Promise<void> {
    this.serving = false;
    return new Promise((resolve, reject) => {
      this.server.tryShutdown((error) => (error ? reject(error) : resolve()));
    });
  }

  /** Cut off what is left. */
  end(): void {
    this.server.forceShutdown();
  }
}
