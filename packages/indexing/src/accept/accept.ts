import { randomUUID } from 'node:crypto';
import {
  Conflict,
  ContractError,
  type DataFormat,
  PortFailure,
  readDataFile,
  type UnixSeconds,
} from '@openfashion/contract';
import type { Service, Tenancy } from '@openfashion/tenancy';
import { currentTraceparent } from '@openfashion/tracing';
import { LeaseLost } from '../lease.js';
import type { IndexingObserver } from '../observer.js';
import { announce } from '../state/announce.js';
import { noCounts } from '../state/job-record.js';
import { jobKey, jobsKey, parseKey } from '../state/keys.js';
import type { Stores } from '../state/stores.js';
import { makeIndexId } from './index-id.js';
import type { Slot } from './slot.js';

export interface AcceptRequest {
  readonly appKey: string;
  readonly service: Service;
  readonly slot: Slot;
  readonly format: DataFormat;
  readonly filename: string;
  readonly data: Uint8Array;
}

export interface AcceptContext {
  readonly stores: Stores;
  readonly tenancy: Tenancy;
  readonly chunkLines: number;
  readonly now: () => UnixSeconds;
  readonly observer: IndexingObserver;
}

/**
 * Make a job of a data file. Resolves to its id when file and record are durable (rule 8.4): file first, then the
 * record, whose creation takes the job's number, then the announcement, which upkeep makes up for where it was not made.
 * @throws ContractError ExceedDataSizeError, NoDataError, InvalidFileError in the order of rule 8.1;
 *   TooManyRequestError if the slot was lost; NotExistService if the service was deleted meanwhile (rule 4.2)
 */
export async function accept(context: AcceptContext, request: AcceptRequest): Promise<string> {
  const { stores, tenancy, observer } = context;
  const { appKey, service, slot, data } = request;
  const { lineCount } = readDataFile(data, request.format);
  const file = `${service.id}/${randomUUID()}`;
  await stores.files.put(file, data);
  requireSlot(slot, service);
  const { id, key } = await createRecord(context, request, file, lineCount);
  try {
    if (!(await tenancy.isAlive(appKey, service.id))) {
      await stores.jobs.delete(key);
      await stores.files.delete(file);
      throw new ContractError('NotExistService', `serviceName: ${service.name} was deleted`);
    }
    await announce(stores, appKey, service.id);
  } catch (error) {
    // The job is made: who is told otherwise sends it again.
    if (!(error instanceof PortFailure)) throw error;
    observer.failed?.('announcing a job', error);
  }
  observer.job?.('reserved');
  return id;
}

async function createRecord(
  { stores, chunkLines, now }: AcceptContext,
  { appKey, service, format, filename }: AcceptRequest,
  file: string,
  lines: number,
): Promise<{ readonly id: string; readonly key: string }> {
  const trace = currentTraceparent();
  for (let number = await nextNumber(stores, service.id); ; number++) {
    const id = makeIndexId(number);
    const key = jobKey(service.id, number);
    try {
      await stores.jobs.create(key, {
        id,
        appKey,
        filename,
        format,
        file,
        lines,
        chunkLines,
        status: 'reserved',
        requestedTime: now(),
        startTime: null,
        finishTime: null,
        accounted: 0,
        counts: noCounts,
        tidied: false,
        ...(trace !== undefined && { trace }),
      });
      return { id, key };
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
}

/** Above every job that there is and, since records are not kept for ever, above those that took effect. */
async function nextNumber(stores: Stores, service: string): Promise<number> {
  const listed = await stores.jobs.list(jobsKey(service));
  const cursor = await stores.cursors.get(service);
  const last = listed.at(-1);
  return Math.max(last ? parseKey(last.key).job : 0, cursor?.value.job ?? 0) + 1;
}

function requireSlot(slot: Slot, service: Service): void {
  try {
    slot.check();
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    throw new ContractError('TooManyRequestError', `the request for ${service.name} took too long`, { cause: error });
  }
}
