import { setTimeout as pause } from 'node:timers/promises';
import { type Task, taskNames } from '@openfashion/inference';
import { eventually } from '../../harness/eventually.js';
import { tasks } from '../../harness/model-service.js';
import { below, type Random } from '../../harness/random.js';
import { send } from '../../harness/rest.js';
import { readValues, type Stopping } from '../../scaling/values/values.js';
import type { Scene } from '../cluster/scene.js';
import { type Periods, terminate } from './kubelet.js';

/** One pod that is replaced by the next. */
export interface Rollout {
  readonly name: string;
  /** Resolves, when the next serves and the last is gone, to how the last ended. */
  run(): Promise<number | string | null>;
}

/** What the chart makes of its values (deploy/helm/openfashion/templates/_pod.tpl): ten seconds to spare over a process's own grace. */
const periodsOf = ({ preStopSeconds, shutdownGraceSeconds }: Stopping, scale: number): Periods => ({
  preStop: scale * preStopSeconds * 1_000,
  grace: (preStopSeconds + shutdownGraceSeconds + 10) * 1_000,
});

/**
 * Every pod of the product, each replaced as a Deployment does it (`maxSurge` 1, `maxUnavailable` 0): the next is started, and
 * the last is ended when the next is ready.
 * @param scale what waits are multiplied by
 */
export function rolloutsOf(scene: Scene, random: Random, scale: number): Rollout[] {
  const values = readValues();
  return [
    ...tasks.map((task) => ({
      name: taskNames[task],
      run: () => rollModel(scene, task, periodsOf(values[taskNames[task]], scale)),
    })),
    ...scene.cluster.indexers.map((_, index) => ({
      name: `indexer ${index}`,
      run: () => rollIndexer(scene, index, periodsOf(values.indexer, scale)),
    })),
    ...scene.cluster.gateways.map((_, index) => ({
      name: `gateway ${index}`,
      run: () => rollGateway(scene, index, periodsOf(values.gateway, scale), random),
    })),
  ];
}

/** Who asks it may hold connections to the last one until that one ends them. */
async function rollModel({ cluster: { models } }: Scene, task: Task, periods: Periods) {
  const last = models.of(task);
  await models.start(task);
  await isReady(await models.of(task).operatorUrl());
  return terminate(last, periods);
}

async function rollIndexer({ cluster }: Scene, index: number, periods: Periods) {
  const last = cluster.indexers[index];
  if (last === undefined) throw new RangeError(`there is no indexer ${index}`);
  await isReady(await cluster.startIndexer(index).operatorUrl());
  return terminate(last, periods);
}

/** The ingress learns within the hook's time that requests go to the next: until then they come to both. */
async function rollGateway({ cluster, door }: Scene, index: number, periods: Periods, random: Random) {
  const last = cluster.gateways[index];
  if (last === undefined) throw new RangeError(`there is no gateway ${index}`);
  const url = await cluster.startGateway(index, 0).baseUrl();
  await isReady(url);
  const learnt = pause(below(random, periods.preStop)).then(() => door.move(index, url));
  const [ended] = await Promise.all([terminate(last, periods), learnt]);
  return ended;
}

const isReady = (url: string) =>
  eventually(`${url} is ready`, async () => (await send(url, { path: '/readyz' })).status === 200);
