import { taskNames } from '@openfashion/inference';
import type { Cluster } from './cluster.js';
import { tasks } from './model-service.js';
import { send } from './rest.js';

/** Something of a cluster that can end and be started again by itself. */
export interface Part {
  readonly name: string;
  /** End it as a power switch would. */
  kill(): Promise<void>;
  /** Resolves when it has started, for which it may need others. @throws Error when it ends before */
  start(): Promise<unknown>;
}

/** Every process of a cluster whose stores are its own. */
export const partsOf = (cluster: Cluster): Part[] => [
  ...cluster.gateways.map(
    (_, index): Part => ({
      name: `gateway ${index}`,
      kill: async () => cluster.gateways[index]?.kill(),
      start: () => cluster.startGateway(index).baseUrl(),
    }),
  ),
  ...cluster.indexers.map(
    (_, index): Part => ({
      name: `indexer ${index}`,
      kill: async () => cluster.indexers[index]?.kill(),
      start: () => cluster.startIndexer(index).operatorUrl(),
    }),
  ),
  ...tasks.map(
    (task): Part => ({
      name: taskNames[task],
      kill: () => cluster.models.of(task).kill(),
      start: () => cluster.models.start(task),
    }),
  ),
  { name: 'nats', kill: () => cluster.nats.kill(), start: () => cluster.nats.start() },
  { name: 'qdrant', kill: () => cluster.qdrant.kill(), start: () => cluster.restartQdrant() },
];

/** Whether every process of the product is ready, and none names something that is away. */
export async function missesNothing(cluster: Cluster): Promise<boolean> {
  const urls = await Promise.all([
    ...cluster.gateways.map((gateway) => gateway.baseUrl()),
    ...cluster.indexers.map((indexer) => indexer.operatorUrl()),
  ]);
  const models = tasks.map((task) => cluster.models.of(task).isReady());
  return (await Promise.all([...urls.map(isReady), ...models])).every(Boolean);
}

async function isReady(operatorUrl: string): Promise<boolean> {
  const { status, text } = await send(operatorUrl, { path: '/readyz' });
  return status === 200 && (JSON.parse(text) as { degraded: unknown[] }).degraded.length === 0;
}
