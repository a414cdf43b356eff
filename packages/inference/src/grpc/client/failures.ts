import { type ServiceError, status } from '@grpc/grpc-js';
import { DeadlineExceeded, Overloaded, Unavailable } from '@openfashion/contract';
import { pushbackOf } from '../metadata.js';

/** What a status of the service stands for at the port. @param name of the service, for people */
export function portFailure(name: string, error: ServiceError): Error {
  const message = `the ${name}: ${error.details}`;
  switch (error.code) {
    case status.RESOURCE_EXHAUSTED: {
      const retryAfter = pushbackOf(error.metadata);
      return new Overloaded(message, { cause: error, ...(retryAfter !== undefined && { retryAfter }) });
    }
    case status.DEADLINE_EXCEEDED:
      return new DeadlineExceeded(message, { cause: error });
    case status.UNAVAILABLE:
      return new Unavailable(message, { cause: error });
    default:
      return new Error(message, { cause: error });
  }
}
