import { type ServiceError, status } from '@grpc/grpc-js';
import { DeadlineExceeded, Overloaded, Unavailable } from '@openfashion/contract';
import { pushbackOf } from '../metadata.js';

/**
 * Whether a call ended without a word of the service about it: the replica is gone, or cannot serve. What gRPC makes up for
 * a stream that ends without a status depends on how the connection broke.
 */
export const isLost = ({ code, details }: ServiceError): boolean =>
  code === status.UNAVAILABLE ||
  code === status.CANCELLED ||
  (code === status.INTERNAL && details.startsWith('Received RST_STREAM'));

/**
 * What a status of the service stands for at the port. Only what this side did wrong is no failure of the service: with
 * another model than ours, or at an address where something else answers, calls can succeed once that was mended.
 * @param name of the service, for people
 * @param error of a call that its caller did not cancel
 */
export function portFailure(name: string, error: ServiceError): Error {
  const message = `the ${name}: ${error.details}`;
  const retryAfter = pushbackOf(error.metadata);
  switch (error.code) {
    case status.RESOURCE_EXHAUSTED:
      // Without a hint it is not the service that is full: gRPC says this of a message over the limit.
      if (retryAfter === undefined) return new Error(message, { cause: error });
      return new Overloaded(message, { cause: error, retryAfter });
    case status.DEADLINE_EXCEEDED:
      return new DeadlineExceeded(message, { cause: error });
    case status.INVALID_ARGUMENT:
      return new Error(message, { cause: error });
    default:
      return new Unavailable(message, { cause: error });
  }
}
