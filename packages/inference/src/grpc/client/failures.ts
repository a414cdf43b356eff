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

/** What a status of the service stands for at the port. @param name of the service, for people @param error of a call that its caller did not cancel */
export function portFailure(name: string, error: ServiceError): Error {
  const message = `the ${name}: ${error.details}`;
  if (isLost(error)) return new Unavailable(message, { cause: error });
  switch (error.code) {
    case status.RESOURCE_EXHAUSTED: {
      const retryAfter = pushbackOf(error.metadata);
      return new Overloaded(message, { cause: error, ...(retryAfter !== undefined && { retryAfter }) });
    }
    case status.DEADLINE_EXCEEDED:
      return new DeadlineExceeded(message, { cause: error });
    // Another model than ours: so it is while one of the two is being replaced.
    case status.FAILED_PRECONDITION:
      return new Unavailable(message, { cause: error });
    default:
      return new Error(message, { cause: error });
  }
}
