import { ContractError } from '@openfashion/contract';
import type { Service } from '@openfashion/tenancy';
import type { Lease, Leases } from '../lease.js';

/** The right of one index request to be the only one of its service (rule 8.3). Release it when the request is over. */
export type Slot = Lease;

/** @throws ContractError TooManyRequestError while another request of the service is under way */
export async function openSlot(slots: Leases, service: Service): Promise<Slot> {
  const slot = await slots.acquire(service.id);
  if (slot) return slot;
  throw new ContractError('TooManyRequestError', `another index request for ${service.name} is under way`);
}
