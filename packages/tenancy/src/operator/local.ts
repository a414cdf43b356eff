import { ContractError } from '@openfashion/contract';
import type { ModelChanges, Service, Tenancy } from '../index.js';
import { localModels } from './local-models.js';
import type { Operator } from './port.js';

/** Where jobs are known; `Indexing` is one. */
export interface Jobs {
  /** Rejects with ContractError NotFoundIndexId for an unknown id. */
  detail(service: Service, indexId: string, options: { failures: boolean }): Promise<unknown>;
}

/** What `Indexing` makes ids of: anything else names no job, and could not be a key of a bucket either. */
const indexIdForm = /^[A-Za-z0-9_-]{1,64}$/;

export interface LocalOperatorOptions {
  readonly tenancy: Tenancy;
  readonly modelChanges: ModelChanges;
  readonly jobs: Jobs;
  /** Throws TenancyError for an embedding id whose vectors nobody makes: every index job would wait for them. */
  requireEmbedder(embedding: string): Promise<void>;
}

export function localOperator({ tenancy, modelChanges, jobs, requireEmbedder }: LocalOperatorOptions): Operator {
  return {
    models: localModels(modelChanges, requireEmbedder),
    createAppKey: (options) => tenancy.createAppKey(options),
    addSecret: (appKey) => tenancy.addSecret(appKey),
    revokeSecret: (appKey, secretId) => tenancy.revokeSecret(appKey, secretId),
    revokeAppKey: (appKey) => tenancy.revokeAppKey(appKey),
    listAppKeys: () => tenancy.listAppKeys(),
    async cancelJob(appKey, serviceName, indexId) {
      const service = await tenancy.getService(appKey, serviceName);
      if (!indexIdForm.test(indexId)) throw new ContractError('NotFoundIndexId', `indexId: no job ${indexId}`);
      await jobs.detail(service, indexId, { failures: false });
      await tenancy.requestCancel(service.id, indexId);
    },
  };
}
