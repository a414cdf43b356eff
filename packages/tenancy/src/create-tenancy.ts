import { randomBytes } from 'node:crypto';
import type { Backplane } from '@openfashion/backplane';
import type { UnixSeconds } from '@openfashion/contract';
import { createAppKeys } from './app-keys.js';
import { ignoringConflict } from './change.js';
import { createServices } from './services.js';
import type { Tenancy } from './tenancy.js';

export interface TenancyOptions {
  readonly backplane: Backplane;
  /** Fills time fields; nothing is decided by it. */
  readonly now?: () => UnixSeconds;
}

/** Tenancy on the backplane's key-value alone. */
export function createTenancy({ backplane, now = () => Math.floor(Date.now() / 1000) }: TenancyOptions): Tenancy {
  const cancellations = backplane.keyValue('cancellations');
  const deployment = backplane.keyValue('deployment');
  return {
    ...createAppKeys(backplane, now),
    ...createServices(backplane, now),
    async requestCancel(serviceId, indexId) {
      await ignoringConflict(cancellations.create(`${serviceId}/${indexId}`, new Uint8Array()));
    },
    cancelRequested: async (serviceId, indexId) => (await cancellations.get(`${serviceId}/${indexId}`)) !== undefined,
    clearCancel: (serviceId, indexId) => cancellations.delete(`${serviceId}/${indexId}`),
    async deploymentKey(name) {
      await ignoringConflict(deployment.create(name, randomBytes(32)));
      const stored = await deployment.get(name);
      if (stored === undefined) throw new Error(`the deployment key ${name} is gone`);
      return stored.value;
    },
  };
}
