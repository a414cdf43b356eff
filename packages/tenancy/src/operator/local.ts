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
  /** Where an unknown job is told from a known one; without it a cancel of any id is kept for whoever runs it. */
  readonly jobs?: Jobs;
  /** Embedding ids that embedders make; without it a change to any id begins, and waits for whoever makes it. */
  readonly embeddings?: readonly string[];
}

export function localOperator({ tenancy, modelChanges, jobs, embeddings }: LocalOperatorOptions): Operator {
  return {
    models: localModels(modelChanges, embeddings),
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
