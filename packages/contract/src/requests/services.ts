import { z } from 'zod';
import { ContractError } from '../errors.js';
import { decodePathSegment } from '../parameters.js';

/** Rule 4.1. */
export const serviceName = z
  .string('must be a string')
  .regex(/^[a-z][a-z0-9_-]{1,31}$/, 'must be 2 to 32 of a to z, 0 to 9, - and _, beginning with a letter')
  .describe('Name of a service');

export const createServiceBody = z.object({ serviceName }, 'must be a JSON object');

/** @throws ContractError InvalidParam */
export function parseCreateService(body: unknown): { readonly serviceName: string } {
  const parsed = createServiceBody.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ContractError('InvalidParam', `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is wrong'}`);
}

/**
 * Read a path's service name.
 * @throws ContractError InvalidParam
 */
export function parseServiceName(segment: string | undefined): string {
  return parseCreateService({ serviceName: decodePathSegment('serviceName', segment) }).serviceName;
}

/** A product id in a path may have any form: at worst it is unknown (rule 1.10). */
export const parseProductId = (segment: string | undefined): string => decodePathSegment('productId', segment);
/** So may an index id. */
export const parseIndexId = (segment: string | undefined): string => decodePathSegment('indexId', segment);
