import { type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { failSpan, inSpan, rpcCall, rpcStatus, setSpanAttributes } from '@openfashion/tracing';
import type { Manifest, Task } from '../../manifest.js';
import type { Call } from '../../port.js';
import type { ModelRunner } from '../../tasks/model-runner.js';
import { methodOf } from '../definitions.js';
import { picturesPerMessage } from '../limits.js';
import { traceOf } from '../metadata.js';
import { type AnyRequest, type RequestOf, type ResponseOf, type WireOf, wires } from '../wire/index.js';
import { callOf } from './call.js';
import { type Refusal, refusalOf } from './statuses.js';

export interface HandlerOptions<Of extends Task> {
  readonly manifest: Manifest<Of>;
  readonly model: Pick<ModelRunner, 'run'>;
  /** Told of each call that reached this handler. */
  answered(lane: Call['lane'], code: status): void;
  /** An error of which the caller learns nothing. @param trace W3C `traceparent` of the call */
  failed(error: unknown, trace: string | undefined): void;
}

/** Serves the one method of a task: checks the request, runs the model, answers. */
export function createHandler<Of extends Task>(task: Of, options: HandlerOptions<Of>) {
  const { manifest, model } = options;
  const wire = wires[task];
  const span = rpcCall(methodOf(task).path);
  const answer = async (
    unary: ServerUnaryCall<RequestOf<Of>, ResponseOf<Of>>,
    reply: sendUnaryData<ResponseOf<Of>>,
  ): Promise<void> => {
    const left = new AbortController();
    unary.once('cancelled', () => left.abort(new Error('the caller left, or its deadline passed')));
    const call = callOf(unary.metadata, unary.getDeadline(), left.signal);
    const end = (refusal: Refusal) => {
      options.answered(call?.lane ?? 'interactive', refusal.code);
      setSpanAttributes(rpcStatus(status[refusal.code]));
      failSpan(status[refusal.code]);
      reply(refusal);
    };
    if (call === undefined) return end(noLane);
    const wrong = problemOf(manifest, wire, unary.request);
    if (wrong) return end(wrong);
    try {
      const response = wire.response(manifest, await model.run(unary.request.pictures, call));
      options.answered(call.lane, status.OK);
      setSpanAttributes(rpcStatus(status[status.OK]));
      reply(null, response);
    } catch (error) {
      if (left.signal.aborted) return end(Number(unary.getDeadline()) <= Date.now() ? late : gone);
      const refusal = refusalOf(error);
      if (refusal === undefined) options.failed(error, call.trace);
      end(refusal ?? { code: status.INTERNAL, details: 'the call failed; the log of the service says why' });
    }
  };
  return (
    unary: ServerUnaryCall<RequestOf<Of>, ResponseOf<Of>>,
    reply: sendUnaryData<ResponseOf<Of>>,
  ): Promise<void> => {
    const caller = traceOf(unary.metadata);
    // Callers begin traces; who only looks whether the service is well sends none.
    if (caller === undefined) return answer(unary, reply);
    return inSpan(span, { kind: 'server', caller }, () => answer(unary, reply));
  };
}

// Nobody reads these two any more; they are counted.
const late: Refusal = { code: status.DEADLINE_EXCEEDED, details: 'the deadline passed' };
const gone: Refusal = { code: status.CANCELLED, details: 'the caller left' };
const noLane: Refusal = {
  code: status.INVALID_ARGUMENT,
  details: 'openfashion-lane: must be interactive or indexing',
};

function problemOf<Of extends Task>(
  manifest: Manifest<Of>,
  wire: WireOf<Of>,
  request: RequestOf<Of>,
): Refusal | undefined {
  const mismatch = wire.mismatch(manifest, request);
  if (mismatch !== undefined) return { code: status.FAILED_PRECONDITION, details: mismatch };
  const details = wrongPictures(manifest, request);
  return details === undefined ? undefined : { code: status.INVALID_ARGUMENT, details };
}

function wrongPictures({ input: { width, height } }: Manifest, { pictures }: AnyRequest): string | undefined {
  const size = width * height * 3;
  const most = picturesPerMessage(size);
  if (pictures.length > most) return `pictures: must be at most ${most} (are ${pictures.length})`;
  const wrong = pictures.findIndex(({ length }) => length !== size);
  if (wrong === -1) return undefined;
  return `pictures[${wrong}]: must have ${size} bytes, ${width} × ${height} × 3 (has ${pictures[wrong]?.length})`;
}
