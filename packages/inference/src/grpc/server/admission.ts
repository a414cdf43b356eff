import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import type { Call } from '../../port.js';
import { urgencyOf } from './call.js';
import type { Refusal } from './statuses.js';

export interface AdmissionOptions {
  /** Path of the method that it guards; the others are let through. */
  readonly path: string;
  /** How a call with so many inputs would be refused at this moment, if it would. */
  refusal(urgency: Pick<Call, 'lane' | 'deadline'>, inputs: number): Refusal | undefined;
}

/**
 * Refuses calls by their headers when the queue is full or could not come to them in time, so that an overloaded service
 * spends nothing on their pictures. Calls whose message is still being read count as waiting, so that what is read at the
 * same time is bounded.
 */
export function admission({ path, refusal }: AdmissionOptions): ServerInterceptor {
  const reading: Record<Call['lane'], number> = { interactive: 0, indexing: 0 };
  return (method, call) => {
    if (method.path !== path) return new ServerInterceptingCall(call);
    let lane: Call['lane'] | undefined;
    const read = () => {
      if (lane !== undefined) reading[lane] -= 1;
      lane = undefined;
    };
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata(metadata, pass) {
            const urgency = urgencyOf(metadata, call.getDeadline());
            const refused = urgency && refusal(urgency, reading[urgency.lane] + 1);
            if (refused) {
              call.sendStatus(refused);
              return;
            }
            lane = urgency?.lane;
            if (lane !== undefined) reading[lane] += 1;
            pass(metadata);
          },
          onReceiveMessage(message, pass) {
            read();
            pass(message);
          },
          onCancel: read,
        }),
    });
  };
}
