import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { withinTime } from './within-time.js';

/** For a value that is asked for when `/metrics` is read, in milliseconds. */
const patience = 2_000;

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Every metric that a process may export, in one table. Names follow Prometheus' practice: base units,
 * `_total` on counters. Help texts are what an operator reads in `/metrics`.
 */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets = seconds,
  ) => new Histogram({ name, help, labelNames: [...labelNames], buckets, registers });
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  const gauge = (name: string, help: string, collect: () => Promise<number>) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.remove();
        const value = await obtainable(collect());
        if (value !== undefined) this.set(value);
      },
    });

  type Samples<Label extends string> = readonly (readonly [labels: Readonly<Record<Label, string>>, value: number])[];
  const gauges = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    collect: () => Samples<Label> | Promise<Samples<Label>>,
  ) =>
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      async collect() {
        this.reset();
        for (const [labels, value] of (await obtainable(Promise.resolve(collect()))) ?? []) this.set(labels, value);
      },
    });

  return {
    registry,
    requests: counter('openfashion_requests_total', 'Requests answered, by route and result code', ['route', 'result']),
    requestDuration: histogram('openfashion_request_duration_seconds', 'Time from a request’s head to its answer', [
      'route',
    ]),
    requestsInFlight: new Gauge({ name: 'openfashion_requests_in_flight', help: 'Requests being answered', registers }),
    downloadDuration: histogram('openfashion_download_duration_seconds', 'Time of a download, by outcome', ['outcome']),
    decodeDuration: histogram(
      'openfashion_decode_duration_seconds',
      'Time to decode one picture, its wait included',
      [],
    ),
    queueWait: histogram('openfashion_inference_queue_wait_seconds', 'Wait of a picture before its batch', [
      'model',
      'lane',
    ]),
    batchSize: histogram(
      'openfashion_inference_batch_size',
      'Pictures in one run of a model',
      ['model'],
      [1, 2, 4, 8, 16, 32],
    ),
    batchDuration: histogram('openfashion_inference_batch_duration_seconds', 'Time of one run of a model', ['model']),
    modelCalls: counter('openfashion_inference_calls_total', 'Calls of a model service, by lane and gRPC status', [
      'model',
      'lane',
      'status',
    ]),
    storeDuration: histogram('openfashion_store_duration_seconds', 'Time of one call to a store', [
      'store',
      'operation',
    ]),
    storeFailures: counter('openfashion_store_failures_total', 'Calls to a store that it did not answer', [
      'store',
      'operation',
    ]),
    repairedCopies: counter(
      'openfashion_repaired_copies_total',
      'Copies of documents that differed and were mended',
      [],
    ),
    jobs: counter('openfashion_index_jobs_total', 'Index jobs that reached a status', ['status']),
    lines: counter('openfashion_index_lines_total', 'Lines of index jobs, by what became of them', ['outcome']),
    reembedded: counter(
      'openfashion_reembedded_documents_total',
      'Documents re-embedded in a model change, by what became of them',
      ['outcome'],
    ),
    lineFailures: counter('openfashion_index_line_failures_total', 'Lines of index jobs that failed, by reason', [
      'reason',
    ]),
    chunksInHand: new Gauge({
      name: 'openfashion_index_chunks_in_hand',
      help: 'Parts of jobs that this process computes',
      registers,
    }),
    chunkWait: histogram('openfashion_index_chunk_wait_seconds', 'Wait of a part of a job before a worker took it', []),
    /** A gauge whose value is asked for when `/metrics` is read; left out while that cannot be had. */
    gauge,
    /** The same with a value for each set of labels. */
    gauges,
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** A value that cannot be had, while a store is away, must not cost the others. */
const obtainable = <Value>(value: Promise<Value>): Promise<Value | undefined> =>
  withinTime(
    value.catch(() => undefined),
    patience,
  );
