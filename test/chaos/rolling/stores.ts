import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { allOrNone } from '../../harness/all-or-none.js';
import { eventually } from '../../harness/eventually.js';
import { NatsCluster } from '../../harness/nats-cluster.js';
import { natsVersion } from '../../harness/nats-server.js';
import { startQdrantInMemory } from '../../harness/qdrant-in-memory/server.js';
import { type QdrantCluster, qdrantVersion, startQdrantCluster } from '../../harness/qdrant-server.js';
import { terminate } from './kubelet.js';
import type { Rollout } from './rollout.js';

/** Stores of which each server may be restarted while the others serve. */
export interface RollingStores extends AsyncDisposable {
  /** Settings of who asks them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Their servers, as a StatefulSet takes them: the last one first, the next when it is back. */
  readonly rollouts: readonly Rollout[];
}

/** Versions of the servers, and what has none. */
export const storeVersions = `nats-server ${natsVersion}, ${qdrantVersion ? `qdrant ${qdrantVersion}` : 'what stands in for qdrant, which is not restarted'}`;

/** What Qdrant's chart is given by ours. */
const qdrantValues = z
  .object({ minReadySeconds: z.number() })
  .parse(parse(readFileSync(new URL('../../../deploy/helm/stores/qdrant.yaml', import.meta.url), 'utf8')));

/** What the charts of NATS and Qdrant leave a pod to end in. */
const grace = 60_000;
/** Clients have a second to go by themselves; how long it takes to send away the rest may not be less. */
const lameDuck = 'lame_duck_grace_period: "1s"\nlame_duck_duration: "30s"';

export async function openStores(): Promise<RollingStores> {
  const [nats, qdrant] = await allOrNone([
    NatsCluster.start(lameDuck),
    qdrantVersion === undefined ? startQdrantInMemory() : startQdrantCluster(3),
  ]);
  const isCluster = 'nodes' in qdrant;
  return {
    environment: {
      OPENFASHION_NATS_URL: nats.url,
      OPENFASHION_NATS_REPLICAS: '3',
      OPENFASHION_QDRANT_URL: isCluster ? qdrant.urls.join(',') : qdrant.url,
      ...(isCluster && { OPENFASHION_QDRANT_REPLICATION_FACTOR: '2' }),
    },
    rollouts: [...natsRollouts(nats), ...(isCluster ? qdrantRollouts(qdrant) : [])],
    async [Symbol.asyncDispose]() {
      await Promise.all([nats[Symbol.asyncDispose](), qdrant[Symbol.asyncDispose]()]);
    },
  };
}

/** The chart's probes ask a server 10 s after its start for the first time: no other one goes before. */
const asked = 10_000;

/** Its chart's hook has it send its clients to the others first. */
const natsRollouts = (nats: NatsCluster): Rollout[] =>
  [...nats.nodes].reverse().map(([name, node]) => ({
    name: `nats ${name}`,
    async run() {
      const ended = await terminate(node, { preStop: 0, grace }, 'SIGUSR2');
      await node.start();
      await pause(asked);
      await eventually(`${name} has caught up`, () => nats.isHealthy(name));
      return ended;
    },
  }));

/** Its chart's probe asks a server for the first time 5 s after its start, and the next one goes when it has been ready for a while. */
const qdrantRollouts = (qdrant: QdrantCluster): Rollout[] =>
  [...qdrant.nodes.keys()].reverse().map((index) => ({
    name: `qdrant ${index}`,
    async run() {
      const node = qdrant.nodes[index];
      if (node === undefined) throw new RangeError(`there is no node ${index}`);
      const ended = await terminate(node, { preStop: 0, grace });
      await Promise.all([qdrant.restart(index), pause(5_000)]);
      await pause(qdrantValues.minReadySeconds * 1_000);
      return ended;
    },
  }));
