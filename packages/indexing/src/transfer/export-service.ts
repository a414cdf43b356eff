import type { Catalog } from '@openfashion/catalog';
import { ContractError, type UnixSeconds } from '@openfashion/contract';
import type { Service, Tenancy } from '@openfashion/tenancy';
import { findService } from '../state/find-service.js';
import { encodeDocument, encodeEnd, encodeHeader } from './format.js';
import { TransferError } from './transfer-error.js';

export interface ExportContext {
  readonly catalog: Catalog;
  readonly tenancy: Tenancy;
  readonly now: () => UnixSeconds;
}

/** Lines are handed on in pieces of about so many bytes. */
const pieceBytes = 64 * 1024;

/**
 * A service as a file, in pieces: each document once, while writes go on; one that is written meanwhile is there as it was or
 * as it is.
 * @throws ContractError NotExistService, also where it is deleted meanwhile: what came before is not whole
 */
export async function* exportService(
  { catalog, tenancy, now }: ExportContext,
  appKey: string,
  serviceName: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const service = await tenancy.getService(appKey, serviceName);
  const scope = { service: service.id, embedding: service.embedding };
  const collection = await catalog.collection(service.embedding);
  if (collection === undefined) throw new TransferError(`no collection of ${service.embedding}: start the server once`);

  const about = { service: service.name, documents: await catalog.count(scope), time: now() };
  let piece = `${encodeHeader(collection, about)}\n`;
  let documents = 0;
  for await (const { document } of catalog.export(scope)) {
    piece += `${encodeDocument(document)}\n`;
    documents += 1;
    if (piece.length < pieceBytes) continue;
    yield Buffer.from(piece);
    piece = '';
    signal.throwIfAborted();
  }
  await requireSame(tenancy, appKey, service);
  yield Buffer.from(`${piece}${encodeEnd(documents)}\n`);
}

/** Of a service that is gone, or has other vectors by now, documents were missing. */
async function requireSame(tenancy: Tenancy, appKey: string, { id, name, embedding }: Service): Promise<void> {
  const now = await findService(tenancy, { appKey, service: id });
  if (now === undefined)
    throw new ContractError('NotExistService', `service ${name} was deleted while it was exported`);
  if (now.embedding !== embedding) {
    throw new TransferError(`the model of service ${name} was changed while it was exported: export it again`);
  }
}
