import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../harness/eventually.js';
import { type Finding, finding, listed } from '../../harness/finding.js';
import type { Options } from '../../harness/scenarios.js';
import { Scene } from './scene.js';
import type { Shop } from './shop.js';
import { judge } from './verdict.js';

const MB = 1_048_576;

/** Index requests fill what JetStream may store; then the operator gives it more. */
export async function full({ seed, short, print }: Options): Promise<Finding[]> {
  const maxStorage = (short ? 12 : 48) * MB;
  await using scene = await Scene.open({ seed, short, lines: 30, padding: 40_000, nats: { maxStorage } });
  const { shops, shoppers, cluster } = scene;
  scene.startSearches();
  await Promise.all(shops.map(fill));
  const filled = performance.now();
  const accepted = shops.reduce((sum, shop) => sum + shop.accepted.size, 0);
  await Promise.all(shops.map((shop) => insist(shop, short ? 5_000 : 40_000)));
  const told = shops.flatMap((shop) => shop.told.slice(-3).map(({ kind }) => kind));
  const stillFull = performance.now();

  await cluster.nats.kill();
  await cluster.nats.start({ maxStorage: 1_024 * MB });
  const answers = shoppers.answers.filter(({ asked, took }) => asked >= filled && asked + took <= stillFull);
  const lost = answers.flatMap(({ kind, outcome }) => (outcome === 'right' ? [] : [kind]));
  const start = performance.now();
  for (const shop of shops) await eventually(`${shop.name} is heard again`, () => isAccepted(shop), 90_000);
  const heard = ((performance.now() - start) / 1000).toFixed(1);
  print(`full at ${accepted} jobs of ${maxStorage / MB} MB; last told: ${told.join(', ')}`);
  return [
    finding(
      told.includes('unavailable'),
      `${accepted} jobs were accepted until ${maxStorage / MB} MB were full; then requests were told ${told.join(', ')}`,
    ),
    finding(
      lost.length === 0 && answers.length > 0,
      `${answers.length} requests of shoppers while it was full; not answered: ${listed(lost)}`,
    ),
    finding(true, `with more room each service's requests were accepted again after ${heard} s`),
    ...(await judge(scene)),
  ];
}

/** Send files until one is refused for want of room. */
async function fill(shop: Shop): Promise<void> {
  do await shop.sendNext();
  while (shop.told.at(-1)?.kind === 'accepted');
}

/** Send files, one a second: what is refused leaves room for smaller ones, and what works on jobs needs some too. */
async function insist(shop: Shop, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    await shop.sendNext();
    await pause(1_000);
  }
}

async function isAccepted(shop: Shop): Promise<boolean> {
  await shop.sendNext();
  if (shop.told.at(-1)?.kind === 'accepted') return true;
  await pause(1_000);
  return false;
}
