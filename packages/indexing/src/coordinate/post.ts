import type { Service } from '@openfashion/tenancy';
import type { Context } from '../context.js';
import type { Lease } from '../lease.js';
import { findService } from '../state/find-service.js';

/** The service was deleted: nothing more is written for it (rule 4.2). */
export class ServiceGone extends Error {
  override readonly name = 'ServiceGone';
}

/** What a coordinator stands on: one service, under a lease. */
export interface Post {
  readonly context: Context;
  readonly appKey: string;
  readonly service: string;
  readonly lease: Lease;
}

/**
 * Asked before each write.
 * @throws LeaseLost, ServiceGone
 */
export async function requirePost({ context, appKey, service, lease }: Post): Promise<Service> {
  const found = await findService(context.tenancy, { appKey, service });
  if (found === undefined) throw new ServiceGone(`service ${service} was deleted`);
  lease.check();
  return found;
}
