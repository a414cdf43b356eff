import { z } from 'zod';

const count = z.int().min(0);

/** How far an import has come; the last state is its result. */
export const importState = z.object({
  phase: z.enum(['waiting', 'writing', 'done']),
  added: count,
  kept: count,
  removed: count,
  announced: count,
});
export type ImportState = z.infer<typeof importState>;

/**
 * Services as files (packages/indexing/src/transfer): the same over the channel of a running server as on stores that nobody
 * serves. What is thrown ends the iteration; over the channel also `Unavailable` when the server is gone.
 */
export interface Transfers {
  exportService(appKey: string, serviceName: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  importService(
    appKey: string,
    serviceName: string,
    file: AsyncIterable<Uint8Array>,
    options: { readonly create: boolean; readonly signal: AbortSignal },
  ): AsyncIterable<ImportState>;
}
