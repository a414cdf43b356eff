import type { Milliseconds } from '@openfashion/contract';
import type { Context } from '../context.js';
import { pause } from '../pulse.js';
import { reclaim } from './reclaim.js';
import { OrphanSweep } from './sweep-orphans.js';
import { tidyService } from './tidy-service.js';

/** Keeps storage tidy until the signal is aborted; what fails is tried again the next time. */
export async function runUpkeep(context: Context, signal: AbortSignal): Promise<void> {
  const { tenancy, settings, slots, workers, modelChanges } = context;
  const sweep = new OrphanSweep(context);
  await Promise.all([
    repeat(context, 'tidying', settings.upkeep, signal, async () => {
      // Also those nobody asks for are watched for having expired.
      await Promise.all([slots.live(), workers.live()]);
      // Also what somebody who was asleep did after a model change had ended.
      await modelChanges.conform();
      for (const { appKey, service } of await tenancy.allServices()) {
        if (!signal.aborted) await tidyService(context, appKey, service);
      }
    }),
    repeat(context, 'reclaiming deleted services', settings.reclaiming, signal, async () => {
      for (const deleted of await tenancy.deletedServices()) {
        if (!signal.aborted) await reclaim(context, deleted);
      }
    }),
    repeat(context, 'sweeping', settings.orphanAge / 4, signal, () => sweep.run()),
  ]);
}

async function repeat(
  { observer }: Context,
  activity: string,
  interval: Milliseconds,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      observer.failed?.(activity, error);
    }
    await pause(interval, signal);
  }
}
