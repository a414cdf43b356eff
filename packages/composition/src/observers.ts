import { Conflict, PortFailure } from '@openfashion/contract';
import type { DecoderOptions, DownloadObserver } from '@openfashion/imaging';
import type { IndexingObserver } from '@openfashion/indexing';
import type { InferenceObserver } from '@openfashion/inference';
import { inferenceMetrics, type Logger, type Metrics, type RecordCall } from '@openfashion/telemetry';
import { recordSpan } from '@openfashion/tracing';

export interface Observers {
  readonly download: DownloadObserver;
  readonly decode: NonNullable<DecoderOptions['observer']>;
  readonly inference: InferenceObserver;
  readonly indexing: IndexingObserver;
  /** Of one store's calls. */
  store(name: string): RecordCall;
}

/** What the parts tell of their work, as metrics and log lines. */
export function observers(metrics: Metrics, logger: Logger): Observers {
  // An alert waits for the first one, and Prometheus sees how much a counter rises, not that it is there.
  metrics.lineFailures.inc({ reason: 'InternalServerError' }, 0);
  const remaining = new Map<string, number>();
  metrics.gauge(
    'openfashion_reembedding_remaining_documents',
    'Documents that a model change has still to re-embed, of the services that this process has in hand',
    async () => [...remaining.values()].reduce((sum, documents) => sum + documents, 0),
  );
  return {
    download: { downloaded: (outcome, took) => metrics.downloadDuration.observe({ outcome }, took / 1000) },
    decode: {
      decoded: (took) => {
        metrics.decodeDuration.observe(took / 1000);
        recordSpan('decode', took);
      },
    },
    inference: {
      ...inferenceMetrics(metrics),
      ended: (model, how) => logger.error({ model, how }, 'a model’s process ended and is started again'),
    },
    indexing: {
      job: (status) => metrics.jobs.inc({ status }),
      lines: (outcome, count) => metrics.lines.inc({ outcome }, count),
      failures: (reason, count) => metrics.lineFailures.inc({ reason }, count),
      chunksInHand: (count) => metrics.chunksInHand.set(count),
      chunkStarted: (waited) => metrics.chunkWait.observe(waited / 1000),
      chunkRetried: (err) => logger.warn({ err }, 'a chunk of lines went back to the queue'),
      reembedded: (outcome, documents) => metrics.reembedded.inc({ outcome }, documents),
      reembedding: (service, documents) =>
        void (documents > 0 ? remaining.set(service, documents) : remaining.delete(service)),
      switched: (service, embedding) =>
        logger.info(
          { service, embedding },
          'a service answers from its new vectors; models finish ends the change, models switch-back goes back',
        ),
      waiting: (service, reason) => logger.warn({ service, reason }, 'indexing waits'),
      failed: (activity, err) => logger.error({ err, activity }, 'indexing failed and will try again'),
    },
    store: (store) => (operation, seconds, error) => {
      metrics.storeDuration.observe({ store, operation }, seconds);
      // That somebody else was first is an answer.
      const failed = error instanceof PortFailure && !(error instanceof Conflict);
      metrics.storeFailures.inc({ store, operation }, failed ? 1 : 0);
    },
  };
}
