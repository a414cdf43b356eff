import type { UnixSeconds } from '@openfashion/contract';

/** A service of an app key: a catalogue of its own. */
export interface Service {
  /** Made at creation and never used again: what jobs, documents and writes belong to (rule 4.2). */
  readonly id: string;
  readonly name: string;
  readonly createdAt: UnixSeconds;
  /** Embedding id of the vectors in force: searches are answered by them, outcomes decided on them. */
  readonly embedding: string;
  /** Embedding id of vectors that get every write too: a model change is under way. */
  readonly also?: string;
}

/** Every embedding id whose vectors get a service's writes, the one in force first. */
export const embeddingsOf = ({ embedding, also }: Pick<Service, 'embedding' | 'also'>): readonly string[] =>
  also === undefined ? [embedding] : [embedding, also];

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
  /** @throws TenancyError where the app key is not known or has five secrets */
  addSecret(appKey: string): Promise<{ readonly secretId: string; readonly secretKey: string }>;
  /** @throws TenancyError where either is not known */
  revokeSecret(appKey: string, secretId: string): Promise<void>;
  /** Revoke every secret of an app key. @throws TenancyError where it is not known */
  revokeAppKey(appKey: string): Promise<void>;
  /** In order of creation. */
  listAppKeys(): Promise<AppKey[]>;

  /**
   * @param authorization value of the `Authorization` header
   * @throws ContractError UnauthorizedAppKeyOrSecretKey, in the same time whatever is wrong (rule 2.1)
   */
  authenticate(appKey: string, authorization: string | undefined): Promise<void>;

  /**
   * Made while a model change is under way, it has the other embedding id `also`.
   * @throws ContractError DuplicateServiceName, then ServiceQuotaExceededException (rule 4.1)
   */
  createService(appKey: string, name: string, embedding: string): Promise<Service>;
  /** From the resolution on the service is gone for every reader. @throws ContractError NotExistService */
  deleteService(appKey: string, name: string): Promise<Service>;
  /** In order of creation (rule 4.3). */
  listServices(appKey: string): Promise<Service[]>;
  /** @throws ContractError NotExistService */
  getService(appKey: string, name: string): Promise<Service>;
  isAlive(appKey: string, serviceId: string): Promise<boolean>;
  /** Change what a live service's vectors are of, by compare-and-set: `change` is given what they are of now. */
  changeEmbeddings(
    appKey: string,
    serviceId: string,
    change: (service: Service) => Pick<Service, 'embedding' | 'also'>,
  ): Promise<void>;
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
