import { changeRecord } from '../change.js';
import { TenancyError } from '../errors.js';
import type { OwnedService } from '../tenancy.js';
import { updateChange } from './begin-and-end.js';
import { type ChangeContext, named, readStandings, requireRunning } from './context.js';
import type { ModelChanges, ServiceStanding } from './model-changes.js';
import { selectServices } from './select-services.js';
import { missesTooMany } from './standing.js';

/** Both collections of a service are complete before it is switched, and stay so, since every write goes to both. */
export function switching(context: ChangeContext): Pick<ModelChanges, 'switchOver' | 'switchBack' | 'retry'> {
  const { reembeddings } = context;
  return {
    async switchOver(names, { force }) {
      const { to } = await requireRunning(context);
      const chosen = selectServices(await readStandings(context), names).filter(
        ({ service }) => service.embedding !== to,
      );
      requireComplete(chosen);
      if (!force) requireWhole(chosen);
      for (const one of chosen) await swap(context, one);
      return chosen;
    },

    async switchBack(names) {
      const { to } = await requireRunning(context);
      const chosen = selectServices(await readStandings(context), names).filter(
        ({ service: { embedding, also } }) => embedding === to && also !== undefined,
      );
      requireComplete(chosen);
      await updateChange(context, (change) => ({ ...change, automatic: false }));
      for (const one of chosen) await swap(context, one);
      return chosen;
    },

    async retry(names) {
      await requireRunning(context);
      const chosen = selectServices(await readStandings(context), names).filter(
        ({ standing, reembedding }) => standing === 'complete' && (reembedding?.failed ?? 0) > 0,
      );
      for (const { service } of chosen) {
        await changeRecord(reembeddings, service.id, (record) => {
          if (record === undefined) throw new TenancyError(`service ${service.name} is not being changed any more`);
          return { ...record, state: 'filling' as const, round: record.round + 1, failed: 0 };
        });
      }
      return chosen;
    },
  };
}

/** In one write, unless the service was changed since it was looked at: then something else was meant. */
function swap({ tenancy }: ChangeContext, { appKey, service }: OwnedService): Promise<void> {
  const { id, embedding, also = embedding } = service;
  return tenancy.changeEmbeddings(appKey, id, (now) =>
    now.embedding === embedding && now.also === also ? { embedding: also, also: embedding } : now,
  );
}

function requireComplete(services: readonly ServiceStanding[]): void {
  const incomplete = services.filter(({ standing }) => standing !== 'complete');
  if (incomplete.length > 0) throw new TenancyError(`not re-embedded yet: ${named(incomplete)}`);
}

function requireWhole(services: readonly ServiceStanding[]): void {
  const missing = services.flatMap((one) => {
    const { reembedding } = one;
    if (reembedding === undefined || !missesTooMany(reembedding)) return [];
    return [`${named([one])} (${reembedding.failed} of ${reembedding.documents})`];
  });
  if (missing.length === 0) return;
  throw new TenancyError(
    `over 0.1 % of the documents could not be re-embedded and would be missing: ${missing.join(', ')}`,
  );
}
