import type { Metrics } from './metrics.js';

/** What a model tells of its work, as metrics: an `InferenceObserver` of packages/inference, times in milliseconds. */
export function inferenceMetrics(metrics: Metrics) {
  return {
    queueWait(model: string, lane: string, waited: number): void {
      metrics.queueWait.observe({ model, lane }, waited / 1000);
    },
    batch(model: string, size: number, took: number): void {
      metrics.batchSize.observe({ model }, size);
      metrics.batchDuration.observe({ model }, took / 1000);
    },
  };
}
