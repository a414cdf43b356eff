import type { Task } from '@openfashion/inference';
import type { Backlog } from '../cluster/backlog.js';
import type { Deployment, Workload } from '../cluster/deployment.js';
import type { GatewayPod } from '../cluster/gateway-pod.js';
import type { ModelPod } from '../cluster/model-pod.js';
import { surroundings } from '../profiles.js';
import type { GatewayThresholds, IndexerThresholds, ModelThresholds } from '../thresholds.js';
import type { VirtualClock } from '../time/virtual-clock.js';
import { type Counts, noCounts, quantile } from './histogram.js';
import { Hpa, type HpaOptions, type Reading, syncPeriod } from './hpa.js';
import { Activation } from './keda.js';
import { mean, Scrapes, total } from './scrapes.js';

/** An HPA that looks at a deployment every fifteen seconds. */
function autoscale<Work extends Workload>(
  clock: VirtualClock,
  deployment: Deployment<Work>,
  options: HpaOptions,
  read: () => readonly Reading[],
): void {
  const hpa = new Hpa(options);
  const sync = () => {
    const { desired, ready } = deployment;
    // Without replicas an HPA is off.
    if (desired === 0) return;
    const decided = hpa.decide(clock.now(), desired, ready.length, read());
    if (decided !== desired) deployment.scale(decided);
  };
  // Between two scrapes: nobody keeps step with Prometheus.
  clock.after(syncPeriod / 2, () => clock.every(syncPeriod, sync));
}

/** What the metrics of a model service say, in the order of {@link ModelThresholds}. */
export function autoscaleModel<Of extends Task>(
  clock: VirtualClock,
  deployment: Deployment<ModelPod<Of>>,
  thresholds: ModelThresholds,
): void {
  const { queueWaitP95, waiting, busy, mainProcess } = thresholds;
  const scrapes = new Scrapes(
    clock,
    () => deployment.ready,
    (pod) => ({ waits: [...pod.waits], busy: pod.busy, waiting: pod.waiting, mainProcess: pod.mainProcess }),
  );
  autoscale(clock, deployment, thresholds, () => {
    const spans = scrapes.spans();
    const readings: Reading[] = [];
    const wait = quantile(
      0.95,
      spans.reduce((all, { first, last }) => plus(all, last.waits, first.waits), noCounts()),
    );
    // No picture came: Prometheus answers NaN, of which the query makes 0.
    if (queueWaitP95 !== undefined) readings.push({ kind: 'value', value: wait ?? 0, target: queueWaitP95 });
    if (waiting !== undefined) {
      const value = total(scrapes.all().map((samples) => mean(samples.map((sample) => sample.waiting))));
      readings.push({ kind: 'averageValue', total: value, target: waiting });
    }
    if (busy !== undefined) {
      const value = total(spans.map(({ first, last, time }) => (last.busy - first.busy) / time));
      readings.push({ kind: 'averageValue', total: value, target: busy });
    }
    if (mainProcess !== undefined) {
      const value = total(spans.map(({ first, last, time }) => (last.mainProcess - first.mainProcess) / time));
      readings.push({ kind: 'averageValue', total: value, target: mainProcess });
    }
    return readings;
  });
}

const plus = (all: Counts, last: Counts, first: Counts): Counts =>
  all.map((count, bucket) => count + (last[bucket] ?? 0) - (first[bucket] ?? 0));

/** @param byId milliseconds of processor time that searches by id take in a second, of all gateways together */
export function autoscaleGateway(
  clock: VirtualClock,
  deployment: Deployment<GatewayPod>,
  thresholds: GatewayThresholds,
  byId: () => number,
): void {
  const scrapes = new Scrapes(
    clock,
    () => deployment.ready,
    ({ cpu, inFlight }) => ({ cpu, inFlight }),
  );
  autoscale(clock, deployment, thresholds, () => {
    const { ready } = deployment;
    const ofEach = byId() / 1_000 / Math.max(1, ready.length);
    const values = scrapes
      .latest(ready)
      .map(({ first, last, time }) =>
        Math.min(1, ((last.cpu - first.cpu) / time + ofEach) / surroundings.gatewayCores),
      );
    const inFlight = total(scrapes.all().map((samples) => mean(samples.map((sample) => sample.inFlight))));
    return [
      { kind: 'utilization', values, target: thresholds.cpu },
      { kind: 'averageValue', total: inFlight, target: thresholds.inFlight },
    ];
  });
}

export function autoscaleIndexer<Work extends Workload>(
  clock: VirtualClock,
  deployment: Deployment<Work>,
  thresholds: IndexerThresholds,
  backlog: Backlog,
): void {
  const { min, lines, pollingInterval } = thresholds;
  // KEDA's HPA knows no fewer than one replica.
  autoscale(clock, deployment, { ...thresholds, min: Math.max(1, min) }, () => [
    { kind: 'averageValue', total: backlog.waiting, target: lines },
  ]);
  if (min > 0) return;
  const activation = new Activation(thresholds);
  clock.every(pollingInterval, () => {
    const replicas = activation.poll(clock.now(), deployment.desired, backlog.waiting);
    if (replicas !== deployment.desired) deployment.scale(replicas);
  });
}
