import { Conflict, childOf } from '@openfashion/contract';
import { appliedChunk, inSpan } from '@openfashion/tracing';
import { changeJob } from '../state/change-job.js';
import { chunkCount } from '../state/chunk.js';
import { waitingJobs } from '../state/find-jobs.js';
import { findService } from '../state/find-service.js';
import type { Job } from '../state/job-record.js';
import { chunkKey } from '../state/keys.js';
import { carryOut, decide, fits } from './apply.js';
import { ChunkSupply } from './chunk-supply.js';
import { type Post, requirePost } from './post.js';
import { ServiceCursor } from './service-cursor.js';

/**
 * See a service's waiting jobs through, one after the other in order of acknowledgement (rule 8.4), until none is left
 * or the signal is aborted.
 * @throws LeaseLost, ServiceGone, and what the stores throw: whatever was left undone, the next coordinator does
 */
export async function coordinate(post: Post, signal: AbortSignal): Promise<void> {
  const { announcements } = post.context.stores;
  while (!signal.aborted) {
    const announcement = await announcements.get(post.service);
    const job = await nextJob(post);
    if (job) {
      await runJob(post, job, signal);
    } else if (announcement === undefined) {
      return;
    } else {
      try {
        return await announcements.delete(post.service, announcement.revision);
      } catch (error) {
        // A job was accepted since: look again.
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }
}

/** The oldest waiting job, after what was decided before is carried out; none of a deleted service. */
async function nextJob(post: Post): Promise<Job | undefined> {
  if ((await findService(post.context.tenancy, post)) === undefined) return undefined;
  await carryOut(post, await ServiceCursor.read(post.context.stores.cursors, post.service));
  const jobs = await waitingJobs(post.context.stores, post.service);
  for (const job of jobs) {
    if (job.record.status === 'reserved' && (await isCanceled(post, job))) await endCanceled(post, job);
    else return job;
  }
  return undefined;
}

async function runJob(post: Post, reserved: Job, signal: AbortSignal): Promise<void> {
  const job = await start(post, reserved);
  if (job === undefined) return;
  const cursor = await ServiceCursor.read(post.context.stores.cursors, post.service);
  const supply = await ChunkSupply.open(post.context, job, cursor.within(job.number).chunk);
  const stop = childOf(signal, post.lease.signal);
  let canceled = false;
  const attend = async () => {
    await requirePost(post);
    canceled = await isCanceled(post, job);
    if (canceled) stop.abort();
  };
  try {
    for (;;) {
      const { chunk } = cursor.within(job.number);
      // The job ended with its last chunk; if it did not, a cancellation moved the cursor here and was cut short.
      if (chunk >= chunkCount(job.record)) return await endCanceled(post, job);
      const claim = await supply.take(chunk, attend, stop.signal);
      if (signal.aborted) return;
      if (canceled) return await cancel(post, cursor, job);
      if (claim === undefined) continue;
      const service = await requirePost(post);
      if (!fits(claim, service)) {
        await supply.redo(chunk);
        continue;
      }
      const span = appliedChunk(chunkKey(job.service, job.number, chunk));
      await inSpan(span, { kind: 'consumer', cause: job.record.trace }, async () => {
        await decide(post, cursor, job, claim, service);
        await carryOut(post, cursor);
      });
    }
  } finally {
    stop.unlink();
    await supply.close();
  }
}

async function start(post: Post, job: Job): Promise<Job | undefined> {
  const { stores, now, observer } = post.context;
  await requirePost(post);
  const change = await changeJob(stores, job, (record) =>
    record.status === 'reserved' ? { ...record, status: 'running', startTime: now() } : undefined,
  );
  if (change?.changed) observer.job?.('running');
  return change?.job.record.status === 'running' ? change.job : undefined;
}

const isCanceled = ({ context, service }: Post, { record }: Job): Promise<boolean> =>
  context.tenancy.cancelRequested(service, record.id);

/**
 * Stop a running job; what was done stays and is counted (rule 8.8). The cursor passes the job's end first, so that a
 * coordinator that was asleep cannot decide another chunk of it.
 */
async function cancel(post: Post, cursor: ServiceCursor, job: Job): Promise<void> {
  const { counts } = cursor.within(job.number);
  await requirePost(post);
  await cursor.move({ job: job.number, chunk: chunkCount(job.record), counts });
  await endCanceled(post, job);
}

async function endCanceled({ context, service }: Post, job: Job): Promise<void> {
  const { stores, tenancy, now, observer } = context;
  const change = await changeJob(stores, job, (record) =>
    record.finishTime === null ? { ...record, status: 'canceled', finishTime: now() } : undefined,
  );
  if (change?.changed) observer.job?.('canceled');
  await tenancy.clearCancel(service, job.record.id);
}
