import { changeRecord, ignoringConflict } from '../change.js';
import { TenancyError } from '../errors.js';
import { conform } from './conform.js';
import { type ChangeContext, named, readChange, readStandings, requireRunning } from './context.js';
import type { ModelChanges } from './model-changes.js';
import { currentChange, type ModelChange } from './records.js';

/** Each is one write of the change's record; what follows from it can be done by anyone, after a crash too. */
export function beginAndEnd(context: ChangeContext): Pick<ModelChanges, 'start' | 'finish' | 'abandon'> {
  const { change: changes, tenancy, now } = context;
  const end = async (check: (change: ModelChange) => Promise<void>) => {
    if ((await readChange(context))?.state !== 'ending') {
      await check(await requireRunning(context));
      await updateChange(context, (change) => ({ ...change, state: 'ending' }));
    }
    await conform(context);
  };
  return {
    async start(to, { automatic = false, oneWay = false } = {}) {
      const known = await readChange(context);
      if (known === undefined) {
        const from = commonest(
          (await tenancy.allServices()).map(({ service }) => service.embedding),
          to,
        );
        if (from === undefined) throw new TenancyError(`there is no service whose vectors are not of ${to} already`);
        const begun: ModelChange = { to, from, state: 'running', automatic, oneWay, startedAt: now() };
        await ignoringConflict(changes.create(currentChange, begun));
      } else if (known.to !== to) {
        throw new TenancyError(`a change to ${known.to} is under way: finish or abandon it first`);
      } else if (known.state === 'ending') {
        throw new TenancyError(`the change to ${to} is over and being tidied up: try again in a minute`);
      } else if (oneWay && known.automatic && !known.oneWay) {
        await updateChange(context, (change) => ({ ...change, oneWay }));
      }
      await conform(context);
    },

    finish: () =>
      end(async ({ to }) => {
        const behind = (await readStandings(context)).filter(({ service }) => service.embedding !== to);
        if (behind.length > 0) throw new TenancyError(`not switched yet: ${named(behind)}`);
      }),

    abandon: () =>
      end(async ({ to }) => {
        const ahead = (await readStandings(context)).filter(
          ({ service: { embedding, also } }) => embedding === to && also !== undefined,
        );
        if (ahead.length > 0) throw new TenancyError(`switched already, switch back first: ${named(ahead)}`);
      }),
  };
}

export function updateChange({ change }: ChangeContext, next: (change: ModelChange) => ModelChange) {
  return changeRecord(change, currentChange, (known) => {
    if (known === undefined) throw new TenancyError('no model change is under way');
    return next(known);
  });
}

/** The value that is there most often, apart from one. */
function commonest(values: readonly string[], apartFrom: string): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== apartFrom) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
