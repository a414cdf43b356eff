import type { Tenancy } from '../index.js';

/**
 * What the operator of a deployment may do: the same whether it is asked over the channel of a running server
 * (`connectOperator`) or of a data folder that nobody serves (`localOperator`).
 * Throws what `Tenancy` throws; over the channel also `Unavailable` when the server is gone.
 */
export interface Operator
  extends Pick<Tenancy, 'createAppKey' | 'addSecret' | 'revokeSecret' | 'revokeAppKey' | 'listAppKeys'> {
  /**
   * Ask that a job be stopped; resolves when the request is durable, the job stops soon after (rule 8.8).
   * ContractError NotExistService; NotFoundIndexId where the operator can look jobs up.
   */
  cancelJob(appKey: string, serviceName: string, indexId: string): Promise<void>;
}
