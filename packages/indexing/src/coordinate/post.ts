import type { Service } from '@openfashion/tenancy';
import type { Context } from '../context.js';
import type { Lease } from '../lease.js';
import { findService } from '../state/find-service.js';

/** The service was deleted: nothing more is written for it (rule 4.2). */
export class ServiceGone extends Error {
  override readonly name = 'ServiceGone';
}

/** What decides and writes for a service: no model, and no picture. */
export type PostContext = Pick<Context, 'stores' | 'catalog' | 'tenancy' | 'settings' | 'now' | 'observer'>;

/** What a coordinator stands on: one service, under a lease. */
export interface Post<Of extends PostContext = Context> {
  readonly context: Of;
  readonly appKey: string;
  readonly service: string;
  readonly lease: Lease;
}

/**
 * Asked before each write.
 * @throws LeaseLost, ServiceGone
 */
export async function requirePost({ context, appKey, service, lease }: Post<PostContext>): Promise<Service> {
  const found = await findService(context.tenancy, { appKey, service });
  if (found === undefined) throw new ServiceGone(`service ${service} was deleted`);
  lease.check();
  return found;
}
