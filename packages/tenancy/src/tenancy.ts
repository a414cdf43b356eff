import type { UnixSeconds } from '@openfashion/contract';

/** A service of an app key: a catalogue of its own. */
export interface Service {
  /** Made at creation and never used again: what jobs, documents and writes belong to (rule 4.2). */
  readonly id: string;
  readonly name: string;
  readonly createdAt: UnixSeconds;
  /** Embedding id of its vectors. */
  readonly embedding: string;
}

export interface AppKey {
  readonly appKey: string;
  readonly label?: string;
  readonly createdAt: UnixSeconds;
  /** Live secrets; what they are is not kept. */
  readonly secrets: { readonly id: string; readonly createdAt: UnixSeconds }[];
}

/** A service and whose it is. */
export interface OwnedService {
  readonly appKey: string;
  readonly service: Service;
}

/**
 * App keys, secrets and services. Every read goes to the store, so that what was answered holds at once everywhere
 * (rule 2.5). Throws what the backplane throws, beside what stands at each method.
 */
export interface Tenancy {
  /** The secret is shown here and never again (rule 2.2). */
  createAppKey(options?: { readonly label?: string }): Promise<{ readonly appKey: string; readonly secretKey: string }>;
  /** @throws UnknownAppKey, TooManySecrets */
  addSecret(appKey: string): Promise<{ readonly secretId: string; readonly secretKey: string }>;
  /** @throws UnknownAppKey, UnknownSecret */
  revokeSecret(appKey: string, secretId: string): Promise<void>;
  /** Revoke every secret of an app key. @throws UnknownAppKey */
  revokeAppKey(appKey: string): Promise<void>;
  /** In order of creation. */
  listAppKeys(): Promise<AppKey[]>;

  /**
   * @param authorization value of the `Authorization` header
   * @throws ContractError UnauthorizedAppKeyOrSecretKey, in the same time whatever is wrong (rule 2.1)
   */
  authenticate(appKey: string, authorization: string | undefined): Promise<void>;

  /** @throws ContractError DuplicateServiceName, then ServiceQuotaExceededException (rule 4.1) */
  createService(appKey: string, name: string, embedding: string): Promise<Service>;
  /** From the resolution on the service is gone for every reader. @throws ContractError NotExistService */
  deleteService(appKey: string, name: string): Promise<Service>;
  /** In order of creation (rule 4.3). */
  listServices(appKey: string): Promise<Service[]>;
  /** @throws ContractError NotExistService */
  getService(appKey: string, name: string): Promise<Service>;
  isAlive(appKey: string, serviceId: string): Promise<boolean>;
  setEmbedding(appKey: string, serviceId: string, embedding: string): Promise<void>;
  /** Deleted services whose storage is not reclaimed yet. */
  deletedServices(): Promise<OwnedService[]>;
  /** The storage of a deleted service was reclaimed. */
  forgetDeleted(appKey: string, serviceId: string): Promise<void>;
  /** Every live service of every app key. */
  allServices(): Promise<OwnedService[]>;

  /** Ask that a job be stopped: an operator's command (rule 8.8). */
  requestCancel(serviceId: string, indexId: string): Promise<void>;
  cancelRequested(serviceId: string, indexId: string): Promise<boolean>;
  clearCancel(serviceId: string, indexId: string): Promise<void>;

  /** 32 random bytes of this deployment, made once per name. */
  deploymentKey(name: string): Promise<Uint8Array>;
}
