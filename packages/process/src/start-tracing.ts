import type { TracingOptions } from '@openfashion/tracing/export';

/** What is still to be sent when a process ends is waited for this long, in milliseconds. */
const farewell = 2_000;

/** Trace from now on, where there is a collector to send it to. @returns ends it */
export async function startTracing(url: string | undefined, options: TracingOptions): Promise<() => Promise<unknown>> {
  if (url === undefined) return async () => {};
  // Whoever does not trace does not load what it takes.
  const { exportTraces } = await import('@openfashion/tracing/export');
  const tracing = exportTraces(url, options);
  return () => Promise.race([tracing.stop(), new Promise((resolve) => setTimeout(resolve, farewell))]);
}
