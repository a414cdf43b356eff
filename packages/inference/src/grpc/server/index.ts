import { status, type UntypedHandleCall } from '@grpc/grpc-js';
import type { Milliseconds } from '@openfashion/contract';
import type { Manifest, Task } from '../../manifest.js';
import type { Call } from '../../port.js';
import type { QueuedModel } from '../../queue/queued-model.js';
import { type MutualTls, serverCredentials } from '../credentials.js';
import { methodOf, services } from '../definitions.js';
import { detectorWire } from '../wire/detector.js';
import { embedderWire } from '../wire/embedder.js';
import { taggerWire } from '../wire/tagger.js';
import { admission } from './admission.js';
import { GrpcServer } from './grpc-server.js';
import { createHandler, type HandlerOptions } from './handler.js';
import { refusalOf } from './statuses.js';

export type { MutualTls } from '../credentials.js';

export interface ModelServiceOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: MutualTls;
  readonly connectionAge: Milliseconds;
  /** Told how each call ended: the name of its gRPC status. */
  readonly answered?: (lane: Call['lane'], code: string) => void;
  /** An error of which the caller learns nothing. */
  readonly failed?: (error: unknown) => void;
}

/** A model as a gRPC service. */
export interface ModelService {
  readonly port: number;
  /** What `grpc.health.v1` says from now on. */
  serving: boolean;
  /** Tell clients to go elsewhere, and finish the calls that were accepted. */
  drain(): Promise<void>;
  /** Cut off what is left. */
  end(): void;
}

type Common<Of extends Task> = Omit<HandlerOptions<Of, never, never>, 'wire'>;

const handlers: { readonly [Of in Task]: (options: Common<Of>) => UntypedHandleCall } = {
  detect: (options) => createHandler({ ...options, wire: detectorWire }),
  embed: (options) => createHandler({ ...options, wire: embedderWire }),
  tag: (options) => createHandler({ ...options, wire: taggerWire }),
};

/**
 * Serve a model by gRPC; resolves when calls are taken.
 * @throws Error when the port is taken, or naming a file of `tls` that cannot be read
 */
export async function serveModel<Of extends Task>(
  task: Of,
  model: QueuedModel<Manifest<Of>>,
  { host, port, tls, connectionAge, failed = () => {}, ...options }: ModelServiceOptions,
): Promise<ModelService> {
  const answered = (lane: Call['lane'], code: status) => options.answered?.(lane, status[code]);
  const credentials = await serverCredentials(tls);
  const { service, method } = services[task];
  const definition = methodOf(task);
  const interceptor = admission({
    path: definition.path,
    refusal(urgency, inputs) {
      const refusal = refusalOf(model.refusal(urgency, inputs));
      if (refusal) answered(urgency.lane, refusal.code);
      return refusal;
    },
  });
  const server = new GrpcServer({ service, interceptor, connectionAge });
  const handler = handlers[task]({ manifest: model.manifest, model, answered, failed });
  server.server.addService({ [method]: definition }, { [method]: handler });
  const bound = await server.listen(host, port, credentials);
  server.serving = true;
  return Object.assign(server, { port: bound });
}
