import type { Catalog } from '@openfashion/catalog';
import { parseServiceName } from '@openfashion/contract';
import { type Service, type Tenancy, TenancyError } from '@openfashion/tenancy';
import type { Header } from './format.js';
import { TransferError } from './transfer-error.js';

export interface TargetContext {
  readonly catalog: Catalog;
  readonly tenancy: Tenancy;
  /** Embedding id of new services, where it is known. */
  readonly embedding?: string;
}

export interface Wanted {
  readonly appKey: string;
  readonly serviceName: string;
  /** Make the service if it is not there. */
  readonly create: boolean;
}

/**
 * The service that a file goes into.
 * @throws TransferError when its vectors cannot be compared with the file's; ContractError, TenancyError as `Tenancy` does
 */
export async function findTarget(context: TargetContext, wanted: Wanted, header: Header): Promise<Service> {
  const { tenancy, catalog } = context;
  const { appKey, serviceName, create } = wanted;
  const services = await tenancy.listServices(appKey);
  const known = services.find(({ name }) => name === serviceName);
  if (known === undefined && create) {
    await requireEmbedding(context, header);
    await requireAppKey(tenancy, appKey);
    await catalog.ensureCollection(collectionOf(header));
    return tenancy.createService(appKey, parseServiceName(serviceName), header.embedding);
  }
  const service = known ?? (await tenancy.getService(appKey, serviceName));
  requireSameEmbedding(service, header);
  await catalog.ensureCollection(collectionOf(header));
  return service;
}

const collectionOf = ({ embedding, dimension, calibration }: Header) => ({
  embedding,
  dimension,
  ...(calibration && { calibration }),
});

/** Vectors of two models cannot be compared, and a file has only those of one. @throws TransferError */
export function requireSameEmbedding({ name, embedding, also }: Service, header: Header): void {
  if (also !== undefined) {
    throw new TransferError(
      `service ${name} is in a model change, which needs vectors of both: import when it has ended`,
    );
  }
  if (header.embedding === embedding) return;
  throw new TransferError(
    `the file has vectors of ${header.embedding}, service ${name} of ${embedding}, which cannot be compared: ${remedy}`,
  );
}

const remedy = 'import it where the first are made, and change the model there (openfashion models)';

/** New services get the vectors that this deployment makes. Where nobody says which, those of its services tell. */
async function requireEmbedding({ tenancy, embedding }: TargetContext, header: Header): Promise<void> {
  const services = await tenancy.allServices();
  const made = embedding === undefined ? services.map(({ service }) => service.embedding) : [embedding];
  if (made.length === 0 || made.includes(header.embedding)) return;
  throw new TransferError(
    `the file has vectors of ${header.embedding}, new services here have those of ${[...new Set(made)].join(', ')}: ${remedy}`,
  );
}

async function requireAppKey(tenancy: Tenancy, appKey: string): Promise<void> {
  const known = await tenancy.listAppKeys();
  if (!known.some((one) => one.appKey === appKey)) throw new TenancyError(`no app key ${appKey.slice(0, 64)}`);
}
