import { concerns, retired, type Service, waiting } from '@openfashion/tenancy';
import type { Context } from '../context.js';
import type { Post } from '../coordinate/post.js';
import { findService } from '../state/find-service.js';
import { forgetFailures } from './failures.js';
import { fence } from './fence.js';
import { Filling } from './fill.js';
import { Progress } from './progress.js';

/**
 * Do what there is to do for a service in a model change: delete a collection that it does not need any more, fill the
 * one that it is to have too. Each step can be repeated.
 * @throws as {@link Filling.run} does
 */
export async function reembedService(post: Post, signal: AbortSignal): Promise<void> {
  const { context, service: id } = post;
  const { changeStores, embedders, tenancy } = context;
  const progress = await Progress.read(changeStores.reembeddings, id);
  if (progress === undefined) return;
  const service = await findService(tenancy, post);
  if (service === undefined) return;
  if (!concerns(progress.value, service)) return retire(post, progress, service, signal);
  const embedder = embedders.of(progress.value.to);
  if (progress.value.state === 'complete' || embedder === undefined) return;
  await new Filling(post, progress, embedder, signal).run();
}

async function retire(post: Post, progress: Progress, service: Service, signal: AbortSignal): Promise<void> {
  const { catalog, stores, settings } = post.context;
  for (const embedding of retired(progress.value, service)) {
    const spares = ({ embeddings }: { readonly embeddings: readonly string[] }) => !embeddings.includes(embedding);
    await fence(stores, service.id, spares, settings.tick, signal);
    post.lease.check();
    if (await catalog.collection(embedding)) await catalog.clear({ service: service.id, embedding });
  }
  if (service.also === undefined) return forget(post.context, progress);
  // A change began before what an earlier one left was deleted.
  await forgetFailures(post.context.changeStores, service.id);
  await progress.move(waiting(service, service.also));
}

/** Delete what a deleted service left here; its documents go with it. */
export async function forgetService(context: Context, service: string): Promise<void> {
  const progress = await Progress.read(context.changeStores.reembeddings, service);
  if (progress) await forget(context, progress);
}

/** The record last, so that a crash leaves what leads to the rest. */
async function forget({ changeStores }: Context, progress: Progress): Promise<void> {
  await forgetFailures(changeStores, progress.service);
  await progress.remove();
}
