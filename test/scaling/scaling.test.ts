import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type Manifests, readManifests } from './manifests.js';
import type { Result } from './report/result.js';
import { type Simulation, simulate } from './simulate.js';
import { shipped, type Thresholds } from './thresholds.js';
import { type ShopDay, shopDay } from './traffic/shop-day.js';
import { hour, minute, second } from './units.js';

// Seconds of one core in all; a machine that does other things too takes longer, and nothing here is measured in its time.
vi.setConfig({ testTimeout: 180_000 });

let manifests: Manifests;
beforeAll(async () => {
  manifests = await readManifests();
});

/** Prices that change just before the sale, most pictures the same. */
const day: ShopDay = { ...shopDay, imports: [{ at: shopDay.sale.at - 1 * minute, lines: 500, unchanged: 0.8 }] };
/** Ten times the day, from a minute before the sale until three minutes after its beginning. */
const rise = (more: Partial<Simulation> = {}): Promise<Result> =>
  simulate({
    seed: 7,
    day,
    load: 10,
    profile: 'cpu',
    thresholds: shipped,
    from: shopDay.sale.at - 1 * minute,
    to: shopDay.sale.at + 3 * minute,
    spare: 0,
    manifests,
    ...more,
  });

const model = (more: Partial<Thresholds['model']>): Thresholds => ({
  ...shipped,
  model: { ...shipped.model, ...more },
});
function expectAllAccountedFor({ requests, lines }: Result): void {
  expect(requests.asked).toBeGreaterThan(0);
  expect(requests.answered + requests.refused + requests.late).toBe(requests.asked);
  expect(lines.computed + lines.waiting).toBe(lines.accepted);
}

test('a sale’s rise on what is shipped: everybody is answered in time, and no line is lost', async () => {
  const result = await rise();
  expectAllAccountedFor(result);
  expect(result.requests).toMatchObject({ refused: 0, late: 0 });
  expect(result.answers.p95).toBeLessThan(500);
  const wait = result.waits.find(({ task, lane }) => task === 'detect' && lane === 'interactive');
  // Who asked before this began may still be waiting, and the other way round at the end.
  expect(wait?.pictures).toBeGreaterThan(0.99 * result.requests.asked);
  expect(wait?.p95).toBeLessThan(shipped.model.queueWaitP95 ?? 0);
  expect(result.lines.accepted).toBe(5_000);
});

test('the same seed shows the same, another one does not', async () => {
  const short = { load: 4, to: shopDay.sale.at + 1 * minute };
  const [one, same, other] = [await rise(short), await rise(short), await rise({ ...short, seed: 8 })];
  expect(same).toEqual(one);
  expect(other).not.toEqual(one);
});

describe('a scale-down', () => {
  /** A sale that is soon over, and an autoscaler that follows at once. Searches by id are left to others. */
  const fall: Partial<Simulation> = {
    day: { ...day, searchesById: 5, sale: { ...day.sale, half: 2 * minute } },
    thresholds: model({
      min: 1,
      busy: 0.5,
      down: { stabilization: 0, policies: [{ type: 'Percent', value: 100, period: 15 * second }] },
    }),
    load: 20,
    from: shopDay.sale.at + 2 * minute,
    to: shopDay.sale.at + 9 * minute,
  };

  test('loses nothing that was accepted', async () => {
    const result = await rise(fall);
    expect(result.stopped.detector).toBeGreaterThanOrEqual(2);
    expect(result.stopped.embedder).toBeGreaterThanOrEqual(2);
    expect(result).toMatchObject({ lost: 0, killed: 0 });
    expectAllAccountedFor(result);
  });

  test('would, were pods not given the time to finish: so it would be seen', async () => {
    const result = await rise({ ...fall, grace: 1 });
    expect(result.killed).toBeGreaterThan(0);
    expect(result.lost).toBeGreaterThan(0);
    // Who asks is answered all the same: by another replica.
    expectAllAccountedFor(result);
  });
});

test('one replica for a whole sale refuses, at once, what it cannot serve; nothing is left unanswered', async () => {
  const result = await rise({ thresholds: model({ min: 1, max: 1 }), load: 20 });
  expectAllAccountedFor(result);
  expect(result.requests.refused).toBeGreaterThan(0);
  expect(result.requests.late).toBeLessThan(result.requests.refused);
  // 128 may wait: what is let in is answered in the time that so many take, not in that of all who ask.
  expect(result.answers.p99).toBeLessThan(10 * second);
});

test('indexers come from none by the lines that wait, and are gone when there are none', async () => {
  const quiet = {
    ...shopDay,
    looks: 100,
    imports: [{ at: 3 * hour, lines: 400, unchanged: 0 }],
  };
  const thresholds = { ...shipped, indexer: { ...shipped.indexer, min: 0 } };
  const result = await rise({ day: quiet, load: 1, thresholds, from: 2.9 * hour, to: 3.4 * hour });
  expect(result.lines).toMatchObject({ accepted: 400, computed: 400, waiting: 0 });
  expect(result.most.indexer).toBe(1);
  // Its work, and the cooldown of five minutes.
  expect(result.hours.indexers * hour).toBeGreaterThan(5 * minute);
  expect(result.hours.indexers * hour).toBeLessThan(10 * minute);
  expect(result.stopped.indexer).toBe(1);
});
