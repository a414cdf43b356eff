import { embeddingsOf, type Service } from '@openfashion/tenancy';
import { changeJob } from '../state/change-job.js';
import { chunkCount, linesOfChunk } from '../state/chunk.js';
import { type ChunkResult, decodeResult } from '../state/chunk-result.js';
import { findJob } from '../state/find-jobs.js';
import type { Counts, Job, JobRecord } from '../state/job-record.js';
import { chunkKey } from '../state/keys.js';
import { encodeReport } from '../state/report.js';
import type { Claim } from '../state/stores.js';
import { addCounts, type Effects, effectsOf, intentOf } from './effects.js';
import { decideOutcomes, outcomes } from './outcomes.js';
import { type Post, type PostContext, requirePost } from './post.js';
import type { ServiceCursor } from './service-cursor.js';

/**
 * Decide what becomes of a chunk's lines and store it, before anything of it is written. From here on these outcomes
 * are carried out, whoever does it.
 * @param service as it was when the claim was found to fit it
 */
export async function decide(
  post: Post<PostContext>,
  cursor: ServiceCursor,
  job: Job,
  { result }: Claim,
  service: Service,
): Promise<void> {
  const { catalog, settings } = post.context;
  const at = cursor.within(job.number);
  const { lines } = await readResult(post, result);
  const scope = { service: post.service, embedding: service.embedding };
  const intents = lines.map(intentOf);
  const named = new Set(intents.flatMap((intent) => (intent.kind === 'failed' ? [] : [intent.productId])));
  const stored = await catalog.existing(scope, [...named]);
  const documents = await catalog.count(scope);
  const decided = decideOutcomes(intents, { stored, documents, quota: settings.quota });
  await requirePost(post);
  await cursor.move({
    job: job.number,
    chunk: at.chunk,
    counts: at.counts,
    pending: { result, embeddings: [...embeddingsOf(service)], outcomes: decided },
  });
}

/**
 * Carry out the outcomes that the cursor holds, if any: write, report, count, move on. Each step can be repeated, and
 * one that a faster coordinator has done changes nothing.
 */
export async function carryOut(post: Post<PostContext>, cursor: ServiceCursor): Promise<void> {
  const { job: number, chunk, counts, pending } = cursor.value;
  if (pending === undefined) return;
  const job = await findJob(post.context.stores, post.service, number);
  // What is accounted for was written before, and its result may be gone by now.
  const done = job === undefined || job.record.accounted > chunk;
  const total = done ? (job?.record.counts ?? counts) : await write(post, job, cursor.value, pending);
  await requirePost(post);
  await cursor.move({ job: number, chunk: chunk + 1, counts: total });
}

async function write(
  post: Post<PostContext>,
  job: Job,
  { chunk, counts }: ServiceCursor['value'],
  pending: NonNullable<ServiceCursor['value']['pending']>,
): Promise<Counts> {
  const { catalog, stores } = post.context;
  const { embeddings, lines } = await readResult(post, pending.result);
  const { from } = linesOfChunk(job.record, chunk);
  const effects = effectsOf(job.number, from, lines, pending.outcomes);
  const write = async () => {
    // One after the other: what a collection has that is being filled, the one that it is filled from had before.
    for (const embedding of pending.embeddings) {
      const writes = effects.writes(embeddings.indexOf(embedding));
      await requirePost(post);
      if (writes.length > 0) await catalog.apply({ service: post.service, embedding }, writes);
    }
  };
  await requirePost(post);
  await Promise.all([
    write(),
    // Nobody reads it before the job's record says that it is there.
    stores.reports.put(chunkKey(post.service, job.number, chunk), encodeReport(effects.report)),
  ]);
  const total = addCounts(counts, effects.counts);
  await requirePost(post);
  await account(post, job, chunk, total, effects);
  return total;
}

/** Bring the job's record up to this chunk; it ends with its last one. */
async function account(
  post: Post<PostContext>,
  job: Job,
  chunk: number,
  total: Counts,
  { counts: own, report }: Effects,
): Promise<void> {
  const { stores, now, observer } = post.context;
  const change = await changeJob(stores, job, (record) => {
    if (record.accounted > chunk) return undefined;
    const counted = { ...record, counts: total, accounted: chunk + 1 };
    return counted.accounted < chunkCount(record) ? counted : { ...counted, ...endOf(counted), finishTime: now() };
  });
  if (!change?.changed) return;
  for (const outcome of outcomes) if (own[outcome] > 0) observer.lines?.(outcome, own[outcome]);
  for (const { reason } of report.failures) observer.failures?.(reason, 1);
  const { status } = change.job.record;
  if (status !== 'running') observer.job?.(status);
}

/** A job is failed when every line failed (rule 8.8). */
const endOf = ({ counts, lines }: JobRecord) => ({
  status: counts.failed === lines ? ('failed' as const) : ('finished' as const),
});

async function readResult({ context }: Post<PostContext>, name: string): Promise<ChunkResult> {
  const data = await context.stores.results.get(name);
  if (data === undefined) throw new Error(`the chunk result ${name} is gone`);
  return decodeResult(data);
}

/** Whether a chunk was computed for all the vectors that the service has now. */
export const fits = ({ embeddings }: Claim, service: Service): boolean =>
  embeddingsOf(service).every((embedding) => embeddings.includes(embedding));
