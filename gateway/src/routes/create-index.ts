import { ContractError, limits, parseCreateIndex, parseServiceName } from '@openfashion/contract';
import type { Service } from '@openfashion/tenancy';
import type { GatewayContext } from '../context.js';
import type { Exchange } from '../exchange.js';
import { filenameOfLink, filenameOfUpload } from '../http/filename.js';
import { type Form, readForm } from '../http/multipart.js';
import type { UploadBudget, UploadLease } from '../http/upload-budget.js';

/** POST …/indexes: one request at a time for a service, decided before its body is read (rules 8.1–8.4). */
export const createIndex = (context: GatewayContext, uploads: UploadBudget) => async (exchange: Exchange) => {
  const { path, appKey } = exchange;
  const service = await context.tenancy.getService(appKey, parseServiceName(path['serviceName']));
  const slot = await context.indexing.openSlot(service);
  const lease = uploads.open();
  try {
    const form = await readIndexForm(exchange, lease);
    const { format, link } = parseCreateIndex(form.fields);
    const file = link === undefined ? uploaded(form) : await linked(context, exchange, link, lease);
    const indexId = await context.indexing.accept({ appKey, service, slot, format, ...file });
    return { indexId };
  } catch (error) {
    if (error instanceof ContractError) await requireAlive(context, appKey, service, error);
    throw error;
  } finally {
    lease.release();
    // Whatever the request came to stands; the place is free once it was not renewed for a while (rule 8.3).
    await slot
      .release()
      .catch((err: unknown) => exchange.logger.warn({ err }, 'the place of an index request is kept'));
  }
};

/** Whatever is wrong with a request whose service was deleted under it, that it has no service comes first (rules 1.3, 4.2). */
async function requireAlive({ tenancy }: GatewayContext, appKey: string, service: Service, cause: ContractError) {
  if (await tenancy.isAlive(appKey, service.id)) return;
  throw new ContractError('NotExistService', `serviceName: ${service.name} was deleted`, { cause });
}

const readIndexForm = ({ req, res }: Exchange, lease: UploadLease) =>
  readForm(
    req,
    res,
    {
      file: 'file',
      maxFileBytes: limits.indexing.fileBytes,
      tooLarge: 'ExceedDataSizeError',
      broken: 'InvalidFileError',
    },
    lease,
  );

function uploaded({ file }: Form): { filename: string; data: Uint8Array } {
  if (file === undefined) throw new ContractError('InvalidParam', 'link, file: one of them is required');
  return { filename: filenameOfUpload(file.filename), data: file.data };
}

/** Whatever keeps the file from arriving whole is a delivery error (rule 8.2). */
async function linked(context: GatewayContext, { signal }: Exchange, link: string, lease: UploadLease) {
  try {
    const data = await context.downloader.download(link, {
      maxBytes: limits.indexing.fileBytes,
      deadlineMs: limits.indexing.linkMs,
      signal,
    });
    lease.take(data.length);
    return { filename: filenameOfLink(link), data };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const result = error.result === 'ImageTooLargeException' ? 'ExceedDataSizeError' : 'InvalidFileError';
    throw new ContractError(result, `link: ${error.detail}`, { cause: error });
  }
}
