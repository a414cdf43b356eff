import type { Milliseconds } from '@openfashion/contract';
import type { Rules } from './autoscale/hpa.js';
import { minute, second } from './units.js';
import { type BehaviorRules, readValues, type Values } from './values/values.js';

/** What the replicas of a model service are scaled by. A metric that is absent is not used. */
export interface ModelThresholds {
  readonly min: number;
  readonly max: number;
  /**
   * Wait that 95 of 100 interactive pictures stay below; type `Value`.
   * `histogram_quantile(0.95, sum by (le) (rate(openfashion_inference_queue_wait_seconds_bucket{lane="interactive"}[1m]))) >= 0
   * or vector(0)`: a metric that cannot be read keeps an HPA from going down.
   */
  readonly queueWaitP95?: Milliseconds;
  /**
   * Interactive pictures that wait, a replica; type `AverageValue`.
   * `sum(avg_over_time(openfashion_inference_queue_length{lane="interactive"}[1m]))`
   */
  readonly waiting?: number;
  /**
   * Share of the time in which the model runs: of a GPU that it has for itself, its utilisation; type `AverageValue`.
   * `sum(rate(openfashion_inference_batch_duration_seconds_sum[1m]))`
   */
  readonly busy?: number;
  /**
   * Processors that the main process takes, in which no model runs: it reads messages, one after the other. Where a model is fast this
   * is what is full first, before anything waits in the queue; type `AverageValue`.
   * `sum(rate(process_cpu_seconds_total[1m]))`
   */
  readonly mainProcess?: number;
  readonly up: Rules;
  readonly down: Rules;
}

export interface GatewayThresholds {
  readonly min: number;
  readonly max: number;
  /** Share of the processors that a pod requests. */
  readonly cpu: number;
  /** Requests in flight, a pod: `sum(avg_over_time(openfashion_requests_in_flight[1m]))`, type `AverageValue`. */
  readonly inFlight: number;
  readonly up: Rules;
  readonly down: Rules;
}

export interface IndexerThresholds {
  /** 0: from none by the lines that wait (KEDA). */
  readonly min: number;
  readonly max: number;
  /** Lines that were accepted and are not done yet, a replica; type `AverageValue`. */
  readonly lines: number;
  readonly pollingInterval: Milliseconds;
  readonly cooldownPeriod: Milliseconds;
  readonly up: Rules;
  readonly down: Rules;
}

export interface Thresholds {
  readonly gateway: GatewayThresholds;
  /** The same for detector, embedder and tagger: each has its own metrics. */
  readonly model: ModelThresholds;
  readonly indexer: IndexerThresholds;
}

const rulesOf = ({ stabilizationWindowSeconds, policies }: BehaviorRules): Rules => ({
  stabilization: stabilizationWindowSeconds * second,
  policies: policies.map(({ type, value, periodSeconds }) => ({ type, value, period: periodSeconds * second })),
});
const behaviorOf = ({ scaleUp, scaleDown }: Values['autoscaling']['behavior']) => ({
  up: rulesOf(scaleUp),
  down: rulesOf(scaleDown),
});

function thresholdsOf({ autoscaling: { behavior }, gateway, detector, indexer }: Values): Thresholds {
  const mainProcess = detector.autoscaling.mainProcessCores;
  return {
    gateway: {
      min: gateway.autoscaling.minReplicas,
      max: gateway.autoscaling.maxReplicas,
      cpu: gateway.autoscaling.cpuPercent / 100,
      inFlight: gateway.autoscaling.requestsInFlight,
      ...behaviorOf(behavior),
    },
    model: {
      min: detector.autoscaling.minReplicas,
      max: detector.autoscaling.maxReplicas,
      queueWaitP95: detector.autoscaling.queueWaitP95Seconds * second,
      waiting: detector.autoscaling.picturesWaiting,
      busy: detector.autoscaling.busyShare,
      ...(mainProcess !== undefined && { mainProcess }),
      ...behaviorOf(behavior),
    },
    indexer: {
      min: indexer.autoscaling.minReplicas,
      max: indexer.autoscaling.maxReplicas,
      lines: indexer.autoscaling.linesWaiting,
      pollingInterval: indexer.autoscaling.pollingIntervalSeconds * second,
      cooldownPeriod: indexer.autoscaling.cooldownSeconds * second,
      ...behaviorOf(indexer.autoscaling.behavior),
    },
  };
}

/** What the chart ships. docs/scaling.md shows what comes of it. */
export const shipped: Thresholds = thresholdsOf(readValues());

/** What Kubernetes takes where an autoscaler names no behaviour. */
const kubernetesDown: Rules = {
  stabilization: 5 * minute,
  policies: [{ type: 'Percent', value: 100, period: 15 * second }],
};
const every = (period: Milliseconds): Rules => ({
  ...shipped.model.up,
  policies: shipped.model.up.policies.map((policy) => ({ ...policy, period })),
});

const withModel = (model: Partial<ModelThresholds>): Thresholds => ({
  ...shipped,
  model: { ...shipped.model, ...model },
});
/** Models by these metrics and no others. */
const only = (metrics: Partial<ModelThresholds>): Thresholds => {
  const { min, max, up, down } = shipped.model;
  return { ...shipped, model: { min, max, up, down, ...metrics } };
};
const withUp = (up: Rules): Thresholds => ({
  ...shipped,
  model: { ...shipped.model, up },
  gateway: { ...shipped.gateway, up },
});
const withGateway = (cpu: number): Thresholds => ({ ...shipped, gateway: { ...shipped.gateway, cpu } });

/** What is compared; each differs from what is shipped in what its name says. */
export const compared: Readonly<Record<string, Thresholds>> = {
  shipped,
  'gateways at 60 %': withGateway(0.6),
  'up every 15 s': withUp(every(15 * second)),
  'up every 60 s': withUp(every(60 * second)),
  'busy 0.4': withModel({ busy: 0.4 }),
  'busy 0.8': withModel({ busy: 0.8 }),
  'busy alone': only({ busy: 0.6 }),
  'wait alone': only({ queueWaitP95: 100 }),
  'pictures waiting alone': only({ waiting: 4 }),
  'main process 0.6': withModel({ mainProcess: 0.6 }),
  'down at once': withModel({ down: kubernetesDown }),
  'two replicas always': withModel({ max: 2 }),
};
