import type { Milliseconds } from '@openfashion/contract';
import type { OwnedService } from '@openfashion/tenancy';
import type { Context } from '../context.js';
import { pause } from '../pulse.js';
import { jobsByService } from '../state/find-jobs.js';
import { reclaim } from './reclaim.js';
import { OrphanSweep } from './sweep-orphans.js';
import { tidyService } from './tidy-service.js';

/** Keeps storage tidy until the signal is aborted; what fails is tried again the next time. */
export async function runUpkeep(context: Context, signal: AbortSignal): Promise<void> {
  const { tenancy, settings, slots, workers, modelChanges, stores } = context;
  const sweep = new OrphanSweep(context);
  await Promise.all([
    repeat(context, 'tidying', settings.upkeep, signal, async () => {
      // Also those nobody asks for are watched for having expired.
      await Promise.all([slots.live(), workers.live()]);
      // Also what somebody who was asleep did after a model change had ended.
      await modelChanges.conform();
      const services = await tenancy.allServices();
      const jobs = await jobsByService(stores);
      await each(context, 'tidying', services, signal, ({ appKey, service }) =>
        tidyService(context, appKey, service, jobs.get(service.id) ?? []),
      );
    }),
    repeat(context, 'reclaiming deleted services', settings.reclaiming, signal, async () => {
      await each(context, 'reclaiming', await tenancy.deletedServices(), signal, (deleted) =>
        reclaim(context, deleted),
      );
    }),
    repeat(context, 'sweeping', settings.orphanAge / 4, signal, () => sweep.run()),
  ]);
}

/** Work on services one after the other; what fails with one is tried again the next time, and costs the others nothing. */
async function each(
  { observer }: Context,
  activity: string,
  services: readonly OwnedService[],
  signal: AbortSignal,
  work: (owned: OwnedService) => Promise<void>,
): Promise<void> {
  for (const owned of services) {
    if (signal.aborted) return;
    try {
      await work(owned);
    } catch (error) {
      observer.failed?.(`${activity} service ${owned.service.id}`, error);
    }
  }
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
