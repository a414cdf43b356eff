import { ContractError } from '@openfashion/contract';
import type { Service, Tenancy } from '../index.js';
import type { Operator } from './port.js';

/** Where jobs are known; `Indexing` is one. */
export interface Jobs {
  /** Rejects with ContractError NotFoundIndexId for an unknown id. */
  detail(service: Service, indexId: string, options: { failures: boolean }): Promise<unknown>;
}

/** What `Indexing` makes ids of: anything else names no job, and could not be a key of a bucket either. */
const indexIdForm = /^[A-Za-z0-9_-]{1,64}$/;

/** @param jobs where an unknown job is told from a known one; without it a cancel of any id is kept for whoever runs it */
export function localOperator(tenancy: Tenancy, jobs?: Jobs): Operator {
  return {
    createAppKey: (options) => tenancy.createAppKey(options),
    addSecret: (appKey) => tenancy.addSecret(appKey),
    revokeSecret: (appKey, secretId) => tenancy.revokeSecret(appKey, secretId),
    revokeAppKey: (appKey) => tenancy.revokeAppKey(appKey),
    listAppKeys: () => tenancy.listAppKeys(),
    async cancelJob(appKey, serviceName, indexId) {
      const service = await tenancy.getService(appKey, serviceName);
      if (!indexIdForm.test(indexId)) throw new ContractError('NotFoundIndexId', `indexId: no job ${indexId}`);
      await jobs?.detail(service, indexId, { failures: false });
      await tenancy.requestCancel(service.id, indexId);
    },
  };
}
