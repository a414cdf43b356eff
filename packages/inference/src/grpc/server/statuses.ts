import { type Metadata, status } from '@grpc/grpc-js';
import { DeadlineExceeded, Overloaded, Unavailable } from '@openfashion/contract';
import { pushback } from '../metadata.js';

/** How a call ends that is not served. */
export interface Refusal {
  readonly code: status;
  readonly details: string;
  readonly metadata?: Metadata;
}

/** Undefined of an error that is not one of the port's: the caller learns nothing of it. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Overloaded) {
    const metadata = pushback(error.retryAfter ?? 0);
    return { code: status.RESOURCE_EXHAUSTED, details: error.message, metadata };
  }
  if (error instanceof DeadlineExceeded) return { code: status.DEADLINE_EXCEEDED, details: error.message };
  if (error instanceof Unavailable) return { code: status.UNAVAILABLE, details: error.message };
  return undefined;
}
