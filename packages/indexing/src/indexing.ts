import { randomUUID } from 'node:crypto';
import {
  childOf,
  type DataFormat,
  type JobDetail,
  type JobSummary,
  type ListIndexesRequest,
} from '@openfashion/contract';
import { createModelChanges, openModelChangeStores, type Service } from '@openfashion/tenancy';
import { accept } from './accept/accept.js';
import { openSlot, type Slot } from './accept/slot.js';
import type { Context, IndexingOptions } from './context.js';
import { Dispatcher } from './coordinate/dispatcher.js';
import { type Backlog, readBacklog } from './jobs/backlog.js';
import { describeJob } from './jobs/job-detail.js';
import { listSummaries } from './jobs/list-jobs.js';
import { type Lease, Leases } from './lease.js';
import { pause } from './pulse.js';
import { Reembedder } from './reembed/reembedder.js';
import { defaultSettings, type IndexingSettings, maxChunkLines } from './settings.js';
import { openStores } from './state/stores.js';
import { runUpkeep } from './upkeep/upkeep.js';
import { Gate } from './work/gate.js';
import { Worker } from './work/worker.js';

/** Index jobs: what requests ask of them, and the work itself. */
export interface Indexing {
  /**
   * Begin an index request; release the slot when it is over (rule 8.3).
   * @throws ContractError TooManyRequestError while another one of the service is under way
   */
  openSlot(service: Service): Promise<Slot>;
  /**
   * Make a job of a data file; resolves to the index id when the job is durable (rule 8.4).
   * @throws ContractError ExceedDataSizeError, NoDataError, InvalidFileError (rule 8.1), NotExistService when the
   *   service was deleted meanwhile, TooManyRequestError when the slot was lost
   */
  accept(request: {
    readonly appKey: string;
    readonly service: Service;
    readonly slot: Slot;
    readonly format: DataFormat;
    readonly filename: string;
    readonly data: Uint8Array;
  }): Promise<string>;
  /** One page of a service's jobs, and how many match (rule 8.10). */
  list(service: Service, query: ListIndexesRequest): Promise<{ readonly total: number; readonly items: JobSummary[] }>;
  /** One job with its id lists (rule 8.11). @throws ContractError NotFoundIndexId */
  detail(service: Service, indexId: string, options: { readonly failures: boolean }): Promise<JobDetail>;
  /** What is still to be done, over all services. */
  backlog(): Promise<Backlog>;
  /**
   * Plan, compute, apply and tidy until the signal is aborted; resolves when what was in hand is finished or handed
   * back. Any number of processes may run at once on one backplane.
   */
  run(signal: AbortSignal): Promise<void>;
}

export function createIndexing(options: IndexingOptions): Indexing {
  const { backplane, observer = {}, now = () => Math.floor(Date.now() / 1000), ...ports } = options;
  const settings = checkSettings({ ...defaultSettings, ...options.settings });
  const stores = openStores(backplane);
  const slotTimes = { renewal: settings.slotRenewal, expiry: settings.slotExpiry };
  const leaseTimes = { renewal: settings.leaseRenewal, expiry: settings.leaseExpiry };
  const context: Context = {
    ...ports,
    observer,
    now,
    settings,
    stores,
    slots: new Leases(stores.slots, slotTimes),
    workers: new Leases(stores.workers, slotTimes),
    reembedders: new Leases(stores.reembedders, leaseTimes),
    pictures: new Gate(settings.pictures),
    modelChanges: createModelChanges({ backplane, tenancy: ports.tenancy, now }),
    changeStores: openModelChangeStores(backplane),
    coordinators: new Leases(stores.leases, leaseTimes),
  };
  const dispatcher = new Dispatcher(context);
  const accepting = { ...context, chunkLines: settings.chunkLines };

  return {
    openSlot: (service) => openSlot(context.slots, service),
    accept: (request) => accept(accepting, request),
    list: (service, query) => listSummaries(stores, service, query),
    detail: (service, indexId, shown) => describeJob(stores, service, indexId, shown),
    backlog: () => readBacklog(stores),
    run: async (stopped) => {
      const { signal, unlink } = childOf(stopped);
      const work = [new Worker(context).run(signal), dispatcher.run(signal), runUpkeep(context, signal)];
      work.push(new Reembedder(context).run(signal));
      await Promise.all([...work, bePresent(context, signal)]).finally(unlink);
    },
  };
}

/** Be counted among the processes that compute. */
async function bePresent({ workers, settings, observer }: Context, signal: AbortSignal): Promise<void> {
  let presence: Lease | undefined;
  while (!signal.aborted) {
    try {
      if (presence === undefined || presence.signal.aborted) presence = await workers.acquire(randomUUID());
    } catch (error) {
      observer.failed?.('being present', error);
    }
    await pause(settings.slotRenewal, signal);
  }
  await presence?.release().catch((error: unknown) => observer.failed?.('leaving', error));
}

function checkSettings(settings: IndexingSettings): IndexingSettings {
  for (const [name, value] of Object.entries(settings)) {
    if (!(value > 0)) throw new RangeError(`indexing: ${name} must be over 0`);
  }
  if (settings.chunkLines > maxChunkLines)
    throw new RangeError(`indexing: chunkLines must be at most ${maxChunkLines}`);
  return settings;
}
