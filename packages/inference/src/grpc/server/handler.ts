import { type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import type { Manifest, Task } from '../../manifest.js';
import type { Call } from '../../port.js';
import type { ModelRunner } from '../../tasks/model-runner.js';
import { picturesPerMessage } from '../limits.js';
import type { AnyRequest, Wire } from '../wire/wire.js';
import { callOf } from './call.js';
import { type Refusal, refusalOf } from './statuses.js';

export interface HandlerOptions<Of extends Task, Request extends AnyRequest, Response extends object> {
  readonly manifest: Manifest<Of>;
  readonly wire: Wire<Of, Request, Response>;
  readonly model: Pick<ModelRunner, 'run'>;
  /** Told of each call that reached this handler. */
  answered(lane: Call['lane'], code: status): void;
  /** An error of which the caller learns nothing. */
  failed(error: unknown): void;
}

/** Serves the one method of a task: checks the request, runs the model, answers. */
export function createHandler<Of extends Task, Request extends AnyRequest, Response extends object>(
  options: HandlerOptions<Of, Request, Response>,
) {
  const { manifest, wire, model } = options;
  return async (unary: ServerUnaryCall<Request, Response>, reply: sendUnaryData<Response>): Promise<void> => {
    const left = new AbortController();
    unary.once('cancelled', () => left.abort(new Error('the caller left, or its deadline passed')));
    const call = callOf(unary.metadata, unary.getDeadline(), left.signal);
    const end = (refusal: Refusal) => {
      options.answered(call?.lane ?? 'interactive', refusal.code);
      reply(refusal);
    };
    const wrong = call === undefined ? noLane : problemOf(manifest, wire, unary.request);
    if (call === undefined || wrong !== undefined) return end(wrong ?? noLane);
    try {
      const outputs = await model.run(unary.request.pictures, call);
      options.answered(call.lane, status.OK);
      reply(null, wire.response(manifest, outputs));
    } catch (error) {
      if (left.signal.aborted)
        return end({ code: status.CANCELLED, details: 'the caller left, or its deadline passed' });
      const refusal = refusalOf(error);
      if (refusal === undefined) options.failed(error);
      end(refusal ?? { code: status.INTERNAL, details: 'the call failed; the log of the service says why' });
    }
  };
}

const noLane: Refusal = {
  code: status.INVALID_ARGUMENT,
  details: 'openfashion-lane: must be interactive or indexing',
};

function problemOf<Of extends Task, Request extends AnyRequest, Response extends object>(
  manifest: Manifest<Of>,
  wire: Wire<Of, Request, Response>,
  request: Request,
): Refusal | undefined {
  const mismatch = wire.mismatch(manifest, request);
  if (mismatch !== undefined) return { code: status.FAILED_PRECONDITION, details: mismatch };
  const details = wrongPictures(manifest, request);
  return details === undefined ? undefined : { code: status.INVALID_ARGUMENT, details };
}

function wrongPictures({ input: { width, height } }: Manifest, { pictures }: AnyRequest): string | undefined {
  const size = width * height * 3;
  const most = picturesPerMessage(size);
  if (pictures.length < 1 || pictures.length > most) return `pictures: must be 1 to ${most} (are ${pictures.length})`;
  const wrong = pictures.findIndex(({ length }) => length !== size);
  if (wrong === -1) return undefined;
  return `pictures[${wrong}]: must have ${size} bytes, ${width} × ${height} × 3 (has ${pictures[wrong]?.length})`;
}
