import { ContractError } from '@openfashion/contract';
import { ForbiddenAddress } from './guarded-lookup.js';

/** The site answered 5xx. */
export class ServerFailure extends Error {
  override readonly name = 'ServerFailure';
}

/**
 * Whether a download that failed may go well a moment later: its connection failed, or the site answered 5xx. What an
 * address, a redirect or another status decided is decided; what took too long is not tried again either (rule 8.7).
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof ContractError) || error.result !== 'InvalidImageURLException') return false;
  return error.cause !== undefined && !(error.cause instanceof ForbiddenAddress);
}
