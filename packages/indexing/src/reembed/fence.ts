import { Conflict, type Milliseconds } from '@openfashion/contract';
import { pause } from '../pulse.js';
import { type Cursor, cursorStart } from '../state/cursor.js';
import type { Stores } from '../state/stores.js';

type Pending = NonNullable<Cursor['pending']>;

/**
 * Divide what a service's coordinators decide into before and after: resolves when nothing is pending that does not
 * fit, and whatever is decided from then on was decided by one who read the service's record after this call.
 *
 * The cursor is written as it is. A coordinator that looked at the service before and is about to decide finds it
 * moved, gives up and begins anew. The coordinator's lease would do as well, but one who has jobs to do holds it for
 * as long as they last.
 * @param fits whether what was decided may still be carried out afterwards
 * @throws the signal's reason when aborted
 */
export async function fence(
  { cursors }: Pick<Stores, 'cursors'>,
  service: string,
  fits: (pending: Pending) => boolean,
  tick: Milliseconds,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const stored = await cursors.get(service);
    const pending = stored?.value.pending;
    if (pending !== undefined && !fits(pending)) {
      // Whoever coordinates the service carries it out before anything else.
      await pause(tick, signal);
      continue;
    }
    try {
      if (stored === undefined) await cursors.create(service, cursorStart);
      else await cursors.update(service, stored.value, stored.revision);
      return;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
}
