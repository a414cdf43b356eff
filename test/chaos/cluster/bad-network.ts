import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Finding, finding } from '../../harness/finding.js';
import { QdrantServer, qdrantPlace } from '../../harness/qdrant-server.js';
import { below, type Random, seededRandom, shuffled } from '../../harness/random.js';
import type { Options } from '../../harness/scenarios.js';
import { type Behaviour, startTcpProxy, type TcpProxy, untroubled } from '../../harness/tcp-proxy.js';
import { Scene } from './scene.js';
import { judge } from './verdict.js';

interface Trouble {
  readonly name: string;
  readonly behaviour: (random: Random) => Behaviour;
  /** Milliseconds that it lasts at most. */
  readonly longest: number;
}

/** A read of Qdrant may take ten seconds: one trouble lasts longer than that, the others are met by another try. */
const troubles: readonly Trouble[] = [
  { name: 'delays', behaviour: (random) => ({ delay: 20 + below(random, 400) }), longest: 6_000 },
  { name: 'resets', behaviour: () => ({ resetAfter: 0 }), longest: 3_000 },
  { name: 'answers cut short', behaviour: (random) => ({ resetAfter: 1 + below(random, 2_000) }), longest: 5_000 },
  { name: 'hangs', behaviour: () => 'hang', longest: 14_000 },
  { name: 'refusals', behaviour: () => 'refuse', longest: 6_000 },
];

/** Qdrant stays up, and what lies between it and everybody else is as bad as a network gets. */
export async function badNetwork({ seed, short, minutes, print }: Options): Promise<Finding[]> {
  const directory = await mkdtemp(join(tmpdir(), 'bad-network-'));
  try {
    await using qdrant = await new QdrantServer(await qdrantPlace(directory)).ready();
    await using proxy = await startTcpProxy(qdrant.place.http);
    const environment = { OPENFASHION_QDRANT_URL: `http://127.0.0.1:${proxy.port}` };
    const size = short ? { lines: 40 } : { lines: 150 };
    await using scene = await Scene.open({ seed, short, gateways: 2, indexers: 2, environment, ...size });
    scene.start();
    const random = seededRandom(seed);
    const end = performance.now() + (short ? 15_000 : Math.min(3, minutes) * 60_000);
    let [count, cuts] = [0, 0];
    while (performance.now() < end) {
      for (const trouble of shuffled(random, troubles)) {
        if (performance.now() >= end) break;
        cuts += await suffer(proxy, trouble, random, short ? 0.3 : 1);
        count += 1;
      }
    }
    const names = troubles.map(({ name }) => name).join(', ');
    const figures = `${count} troubles of ${names}; ${cuts} cuts; of ${proxy.connections} connections ${proxy.broken} broke`;
    print(figures);
    return [finding(proxy.broken > 0, figures), ...(await judge(scene))];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** One trouble, then peace, in which connections are cut once or not. Resolves to how often they were. */
async function suffer(proxy: TcpProxy, trouble: Trouble, random: Random, scale: number): Promise<number> {
  await proxy.behave(trouble.behaviour(random));
  await pause(scale * (500 + below(random, trouble.longest)));
  await proxy.behave(untroubled);
  await pause(scale * below(random, 3_000));
  if (random() < 0.5) return 0;
  proxy.cut();
  await pause(scale * below(random, 1_000));
  return 1;
}
