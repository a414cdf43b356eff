import type { CatalogDocument, Scope } from '@openfashion/catalog';
import { ContractError } from '@openfashion/contract';
import type { Context } from '../context.js';
import { carryOut } from '../coordinate/apply.js';
import { type Post, type PostContext, requirePost, ServiceGone } from '../coordinate/post.js';
import { ServiceCursor } from '../coordinate/service-cursor.js';
import { type Lease, LeaseLost, type Leases } from '../lease.js';
import { pause } from '../pulse.js';
import { fillAgain } from '../reembed/progress.js';
import { patiently } from '../work/patiently.js';
import { findTarget, requireSameEmbedding, type TargetContext, type Wanted } from './find-target.js';
import { readTransfer } from './read-transfer.js';
import { TransferError } from './transfer-error.js';

export interface ImportContext extends PostContext, TargetContext, Pick<Context, 'changeStores'> {
  readonly coordinators: Leases;
}

/** How far an import has come: of the documents read so far, what became of them. What is counted is durable. */
export interface ImportState {
  /** Waiting for index jobs of the service to end, writing, or done. */
  readonly phase: 'waiting' | 'writing' | 'done';
  readonly added: number;
  /** Were there already, and stay as they are. */
  readonly kept: number;
  /** Were deleted by an index job, and stay away. */
  readonly removed: number;
  /** Documents that the file's header announces. */
  readonly announced: number;
}

const batchSize = 1_000;
/** Older than what any job writes: what jobs wrote or deleted stays, and what they will write wins. */
const seq = 0;

/**
 * Put the documents of a file into a service that has not got them; says how far it has come, at least once a second while it
 * waits. It can be repeated: what is there is not written again. No index job of the service decides outcomes meanwhile.
 * @throws TransferError (the file, or it does not fit here), ContractError, TenancyError; what was counted stays
 */
export async function* importService(
  context: ImportContext,
  wanted: Wanted,
  file: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<ImportState> {
  const { quota } = context.settings;
  const { header, batches } = await readTransfer(file, { batch: batchSize, documents: quota });
  const service = await findTarget(context, wanted, header);
  const state = { added: 0, kept: 0, removed: 0, announced: header.documents };
  let lease: Lease | undefined;
  try {
    for (;;) {
      lease = await context.coordinators.acquire(service.id);
      if (lease) break;
      yield { phase: 'waiting', ...state };
      await pause(context.settings.tick, signal);
      signal.throwIfAborted();
      requireSameEmbedding(await context.tenancy.getService(wanted.appKey, wanted.serviceName), header);
    }
    const post = { context, appKey: wanted.appKey, service: service.id, lease };
    // What a coordinator decided before it died was decided on what the service held then.
    await carryOut(post, await ServiceCursor.read(context.stores.cursors, service.id));
    yield { phase: 'writing', ...state };
    const scope = { service: service.id, embedding: header.embedding };
    for await (const batch of batches) {
      signal.throwIfAborted();
      requireSameEmbedding(await requirePost(post), header);
      const { added, kept, removed } = await write(post, scope, batch, signal);
      // A model change that began meanwhile may have read past what was written.
      if ((await requirePost(post)).also !== undefined) await fillAgain(context.changeStores, service.id);
      state.added += added;
      state.kept += kept;
      state.removed += removed;
      yield { phase: 'writing', ...state };
    }
    // Of a service that was deleted under the last write, nothing was written.
    await requirePost(post);
    yield { phase: 'done', ...state };
  } catch (error) {
    throw explained(error, wanted.serviceName);
  } finally {
    await lease?.release();
  }
}

async function write(
  { context: { catalog, settings } }: Post<ImportContext>,
  scope: Scope,
  batch: readonly CatalogDocument[],
  signal: AbortSignal,
): Promise<Pick<ImportState, 'added' | 'kept' | 'removed'>> {
  const steadily = <Result>(call: () => Promise<Result>) => patiently(call, settings.patience, signal);
  const ids = batch.map(({ productId }) => productId);
  const stored = await steadily(() => catalog.existing(scope, ids));
  const fresh = batch.filter(({ productId }) => !stored.has(productId));
  if (fresh.length === 0) return { added: 0, kept: batch.length, removed: 0 };
  const documents = await steadily(() => catalog.count(scope));
  if (documents + fresh.length > settings.quota) {
    throw new TransferError(
      `the service has ${documents} documents, and ${fresh.length} more of the file would be over ${settings.quota}`,
    );
  }
  await steadily(() =>
    catalog.apply(
      scope,
      fresh.map((document) => ({ kind: 'put', seq, document })),
    ),
  );
  const there = await steadily(() =>
    catalog.existing(
      scope,
      fresh.map(({ productId }) => productId),
    ),
  );
  return { added: there.size, kept: batch.length - fresh.length, removed: fresh.length - there.size };
}

function explained(error: unknown, serviceName: string): unknown {
  if (error instanceof ServiceGone) {
    return new ContractError('NotExistService', `service ${serviceName} was deleted while it was imported into`);
  }
  if (error instanceof LeaseLost) {
    const problem = `somebody else took over service ${serviceName} after a pause: import the file again`;
    return new TransferError(problem, { cause: error });
  }
  return error;
}
