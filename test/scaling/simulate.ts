import type { Milliseconds } from '@openfashion/contract';
import type { Task } from '@openfashion/inference';
import { type Random, seededRandom } from '../harness/random.js';
import { autoscaleGateway, autoscaleIndexer, autoscaleModel } from './autoscale/autoscalers.js';
import { Backlog } from './cluster/backlog.js';
import { Deployment } from './cluster/deployment.js';
import { GatewayPod } from './cluster/gateway-pod.js';
import { IndexerPod } from './cluster/indexer-pod.js';
import { Machines } from './cluster/machines.js';
import { ModelService } from './cluster/model-service.js';
import type { Manifests } from './manifests.js';
import { type Profile, profiles, surroundings } from './profiles.js';
import { Recorder } from './report/recorder.js';
import type { Result } from './report/result.js';
import type { Thresholds } from './thresholds.js';
import { VirtualClock } from './time/virtual-clock.js';
import { arrivals } from './traffic/arrivals.js';
import { looksAt, type ShopDay } from './traffic/shop-day.js';
import { minute } from './units.js';

export interface Simulation {
  readonly seed: number;
  readonly day: ShopDay;
  /** How many times the day's load. */
  readonly load: number;
  readonly profile: Profile['name'];
  readonly thresholds: Thresholds;
  /** What of the day is looked at. */
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  /** Machines with a GPU that are kept ready for a pod that comes. */
  readonly spare: number;
  /** From SIGTERM to SIGKILL of a model's pod; absent: what the chart gives. */
  readonly grace?: Milliseconds;
  readonly manifests: Manifests;
}

/** From here on replicas find their number before anything counts. */
const settling: Milliseconds = 4 * minute;
/** What is under way at the end is waited for. */
const aftermath: Milliseconds = 1 * minute;
const answerTarget: Milliseconds = 500;

/** Replays a part of a day. The same numbers for the same simulation. */
export async function simulate(simulation: Simulation): Promise<Result> {
  const random = seededRandom(simulation.seed);
  // gRPC's round robin begins at a place that it draws from here.
  const ownRandom = Math.random;
  Math.random = seededRandom(simulation.seed + 1);
  try {
    return await run(simulation, random);
  } finally {
    Math.random = ownRandom;
  }
}

async function run(simulation: Simulation, random: Random): Promise<Result> {
  const { day, load, thresholds, from, to, spare, grace, manifests } = simulation;
  const profile = profiles[simulation.profile];
  const clock = new VirtualClock();
  const origin = from - settling;
  const timeOfDay = () => origin + clock.now();
  const recorder = new Recorder(settling, () => clock.now());
  const looksNow = () => load * looksAt(day, timeOfDay());

  const machines = new Machines({ clock, start: profile.nodeStart, idle: profile.nodeIdle, spare });
  const room = new Machines({ clock, start: 0, idle: 0, spare: 0 });
  machines.begin();
  const service = <Of extends Task>(task: Of) => {
    const made = new ModelService<Of>({
      task,
      manifest: manifests[task],
      profile,
      machines,
      clock,
      random,
      ...(grace !== undefined && { grace }),
      waited: (lane, waited) => recorder.waited(task, lane, waited),
    });
    made.deployment.begin(thresholds.model.min);
    autoscaleModel(clock, made.deployment, thresholds.model);
    return made;
  };
  const [detector, embedder, tagger] = [service('detect'), service('embed'), service('tag')];
  const services = [detector, embedder, tagger];

  const byId = () => looksNow() * 1_000 * day.searchesById * surroundings.searchByIdCpu;
  const gateways: Deployment<GatewayPod> = new Deployment({
    clock,
    machines: room,
    start: surroundings.gatewayStart,
    ...surroundings.stopping.gateway,
    create: () =>
      new GatewayPod({
        clock,
        detector: detector.open(),
        embedder: embedder.open(),
        tagger: tagger.open(),
        takenById: () => byId() / 1_000 / surroundings.gatewayCores / Math.max(1, gateways.ready.length),
      }),
  });
  gateways.begin(thresholds.gateway.min);
  autoscaleGateway(clock, gateways, thresholds.gateway, byId);

  const backlog = new Backlog(clock, (took) => recorder.line(took));
  const indexers = new Deployment({
    clock,
    machines: room,
    start: surroundings.indexerStart,
    ...surroundings.stopping.indexer,
    create: () => new IndexerPod({ clock, random, detector: detector.open(), embedder: embedder.open(), backlog }),
  });
  indexers.begin(thresholds.indexer.min);
  autoscaleIndexer(clock, indexers, thresholds.indexer, backlog);

  const length = settling + (to - from);
  let turn = 0;
  const ask = () => {
    const ended = recorder.asked();
    const { ready } = gateways;
    const gateway = ready[turn++ % ready.length];
    if (gateway === undefined) return ended('refused');
    void (random() < day.tags / (1 + day.tags) ? gateway.tag() : gateway.look()).then(ended);
  };
  arrivals({ clock, random, rate: (at) => load * looksAt(day, origin + at) * (1 + day.tags), until: length, ask });
  for (const { at, lines, unchanged } of day.imports) {
    if (at < origin || at >= to) continue;
    clock.at(at - origin, () => backlog.accept(Array.from({ length: lines * load }, () => random() < unchanged)));
  }

  await clock.run(settling);
  const before = { machines: machines.hours, gateways: gateways.hours, indexers: indexers.hours, models: modelHours() };
  await clock.run(length);
  const hours = {
    machines: profile.nodeStart > 0 ? machines.hours - before.machines : 0,
    models: modelHours() - before.models,
    gateways: gateways.hours - before.gateways,
    indexers: indexers.hours - before.indexers,
  };
  await clock.run(length + aftermath);

  function modelHours(): number {
    return services.reduce((sum, { deployment }) => sum + deployment.hours, 0);
  }
  const replicas = (which: 'most' | 'stopped') => ({
    gateway: gateways[which],
    detector: detector.deployment[which],
    embedder: embedder.deployment[which],
    tagger: tagger.deployment[which],
    indexer: indexers[which],
  });
  return {
    requests: recorder.requests,
    answers: recorder.answers(),
    minutesOver: recorder.minutesOver(answerTarget),
    waits: recorder.waits(),
    lines: { accepted: backlog.accepted, computed: backlog.computed, waiting: backlog.waiting, ...recorder.lines() },
    most: replicas('most'),
    stopped: replicas('stopped'),
    killed: services.reduce((sum, { deployment }) => sum + deployment.killed, gateways.killed + indexers.killed),
    lost: services.reduce((sum, { lost }) => sum + lost, 0),
    hours,
  };
}
