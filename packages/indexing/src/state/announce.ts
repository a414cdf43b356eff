import { Conflict } from '@openfashion/contract';
import type { Stores } from './stores.js';

/**
 * Say that a service has a job waiting. Writes also where it was said already: a coordinator that is about to take the
 * announcement down then sees that it changed.
 */
export async function announce({ announcements }: Stores, appKey: string, service: string): Promise<void> {
  for (;;) {
    const stored = await announcements.get(service);
    try {
      if (stored === undefined) await announcements.create(service, { appKey });
      else await announcements.update(service, { appKey }, stored.revision);
      return;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
}
