import type { DocumentFailure, ModelChanges, Tenancy } from '../index.js';

/** Documents of a service that cannot be re-embedded. */
export interface ServiceFailures {
  readonly appKey: string;
  readonly service: string;
  readonly failures: readonly DocumentFailure[];
}

/** What the operator may do about the models of services; services are named as in {@link ModelChanges}. */
export interface ModelOperator
  extends Pick<ModelChanges, 'status' | 'switchOver' | 'switchBack' | 'retry' | 'finish' | 'abandon'> {
  /** TenancyError also where nobody makes such vectors. */
  start(to: string): Promise<void>;
  /** Of the services that have any. */
  failures(): Promise<ServiceFailures[]>;
}

/**
 * What the operator of a deployment may do: the same whether it is asked over the channel of a running server
 * (`connectOperator`) or of the stores themselves (`localOperator`): a data folder that nobody serves, those of a cluster.
 * Throws what `Tenancy` throws; over the channel also `Unavailable` when the server is gone.
 */
export interface Operator
  extends Pick<Tenancy, 'createAppKey' | 'addSecret' | 'revokeSecret' | 'revokeAppKey' | 'listAppKeys'> {
  /**
   * Ask that a job be stopped; resolves when the request is durable, the job stops soon after (rule 8.8).
   * ContractError NotExistService, NotFoundIndexId.
   */
  cancelJob(appKey: string, serviceName: string, indexId: string): Promise<void>;
  readonly models: ModelOperator;
}
