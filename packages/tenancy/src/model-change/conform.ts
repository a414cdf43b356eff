import { ignoringConflict } from '../change.js';
import type { Service } from '../tenancy.js';
import { type ChangeContext, readChange } from './context.js';
import { currentChange, type Reembedding } from './records.js';
import { wantedAlso } from './standing.js';

/** Make every service's record what the change wants it to be, also after a crash in the middle of a command. */
export async function conform(context: ChangeContext): Promise<void> {
  const { tenancy } = context;
  const change = await readChange(context);
  for (const { appKey, service } of await tenancy.allServices()) {
    const wanted = wantedAlso(change, service);
    const other = service.also ?? wanted;
    // Before the service's own record: whatever is written to another collection is led to by then, and once deleted.
    if (other !== undefined) await ensureRecord(context, service, other);
    if (wanted === service.also) continue;
    await tenancy.changeEmbeddings(appKey, service.id, (now) => {
      const also = wantedAlso(change, now);
      return { embedding: now.embedding, ...(also !== undefined && { also }) };
    });
  }
}

/** End a change that has nothing left to do, and forget one that has left nothing. */
export async function settle({ change: changes, reembeddings, tenancy }: ChangeContext): Promise<void> {
  const stored = await changes.get(currentChange);
  if (stored === undefined) return;
  const { to, state, automatic } = stored.value;
  const services = await tenancy.allServices();
  if (services.some(({ service: { also } }) => also !== undefined)) return;
  if (state === 'running') {
    if (!automatic || services.some(({ service: { embedding } }) => embedding !== to)) return;
    await ignoringConflict(changes.update(currentChange, { ...stored.value, state: 'ending' }, stored.revision));
  } else if ((await reembeddings.list('')).length === 0) {
    await ignoringConflict(changes.delete(currentChange, stored.revision));
  }
}

async function ensureRecord({ reembeddings }: ChangeContext, service: Service, to: string): Promise<void> {
  if (await reembeddings.get(service.id)) return;
  await ignoringConflict(reembeddings.create(service.id, waiting(service, to)));
}

/** Of a re-embedding that is to begin. */
export const waiting = ({ embedding }: Service, to: string): Reembedding => ({
  from: embedding,
  to,
  state: 'waiting',
  round: 0,
  documents: 0,
  done: 0,
  failed: 0,
});
