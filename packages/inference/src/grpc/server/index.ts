import { status } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';
import type { Manifest, Task } from '../../manifest.js';
import type { Call } from '../../port.js';
import type { QueuedModel } from '../../queue/queued-model.js';
import type { MutualTls } from '../certificates.js';
import { serverCredentials } from '../credentials.js';
import { methodOf, services } from '../definitions.js';
import { Admission } from './admission.js';
import { GrpcServer } from './grpc-server.js';
import { createHandler } from './handler.js';
import { refusalOf } from './statuses.js';

export type { MutualTls } from '../certificates.js';

export interface ModelServiceOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: MutualTls;
  readonly connectionAge: Milliseconds;
  /** What a caller may take to send its message, whatever its deadline. */
  readonly patience?: Milliseconds;
  /** Told how each call ended: the name of its gRPC status. */
  readonly answered?: (lane: Call['lane'], code: string) => void;
  /** An error of which the caller learns nothing. @param trace W3C `traceparent` of the call */
  readonly failed?: (error: unknown, trace: string | undefined) => void;
}

/** What a caller may take to send its message: a batch of 17 MB comes over 100 Mb/s in two seconds. */
const defaultPatience: Milliseconds = 10_000;

/** A model as a gRPC service. */
export interface ModelService {
  readonly port: number;
  /** What `grpc.health.v1` says from now on; once it drains that is no. */
  setServing(serving: boolean): void;
  /** Tell clients to go elsewhere, and finish the calls that were accepted. */
  drain(): Promise<void>;
  /** Cut off what is left. */
  end(): void;
}

/**
 * Serve a model by gRPC; resolves when calls are taken.
 * @throws Error when the port is taken, or naming a file of `tls` that cannot be read
 */
export async function serveModel<Of extends Task>(
  task: Of,
  model: QueuedModel<Manifest<Of>>,
  { host, port, tls, connectionAge, patience = defaultPatience, failed = () => {}, ...options }: ModelServiceOptions,
): Promise<ModelService> {
  const answered = (lane: Call['lane'], code: status) => options.answered?.(lane, status[code]);
  const credentials = await serverCredentials(tls);
  const { service, method } = services[task];
  const definition = methodOf(task);
  const admission = new Admission({
    path: definition.path,
    patience,
    refusal(urgency, inputs) {
      const refusal = refusalOf(model.refusal(urgency, inputs));
      if (refusal) answered(urgency.lane, refusal.code);
      return refusal;
    },
  });
  const server = new GrpcServer({ service, admission, connectionAge });
  server.serve(method, definition, createHandler(task, { manifest: model.manifest, model, answered, failed }));
  await server.listen(host, port, credentials);
  server.setServing(true);
  return server;
}
