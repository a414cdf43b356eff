import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Holdings } from '../harness/server-process.js';
import { runRow } from './check.js';
import { postPicture } from './form.js';
import { holdUploads } from './held-uploads.js';
import { openIdle } from './idle-connections.js';
import { type Observed, observe } from './observer.js';
import type { HostileRow } from './row.js';
import { slowSubjects, subjects } from './rows/index.js';
import { startAll } from './start-all.js';
import { type OpenHostileWorld, openHostileWorld } from './world.js';

/** The long run (`npm run hostile`) adds the slow rows, and does all others several times over. */
const long = process.env['HOSTILE_LONG'] === 'true';
const rounds = long ? 5 : 1;
const MB = 1_048_576;

let open: OpenHostileWorld;
let atStart: { readonly pid: number | undefined; readonly holdings: Holdings; readonly answer: string };
let observed: Promise<Observed>;
let observer: ReturnType<typeof observe>;
const beside = new Map<HostileRow, Promise<void>>();

const run = (row: HostileRow) =>
  'alone' in row && row.alone ? open.alone((world) => runRow(row, world)) : runRow(row, open.world);
const search = async () => {
  const { client, service, product } = open.world;
  const path = `/services/${service}/products/${product}/search?limit=5&includeDuplicates=true`;
  return (await client.call({ path })).text;
};
const megabytes = (bytes: number) => `${Math.round(bytes / MB)} MB`;

beforeAll(async () => {
  open = await openHostileWorld();
  atStart = { pid: open.server.child.pid, answer: await search(), holdings: await open.server.holdings() };
  observer = observe(open.server, open.world.client.baseUrl);
  for (const { rows, atOnce } of [...Object.values(subjects), ...(long ? Object.values(slowSubjects) : [])].filter(
    (subject) => subject.beside,
  )) {
    for (const [row, outcome] of startAll(rows, atOnce, run)) beside.set(row, outcome);
  }
});
afterAll(() => open?.[Symbol.asyncDispose]());

for (let round = 1; round <= rounds; round++) {
  for (const [about, { rows, atOnce }] of Object.entries(subjects).filter(([, subject]) => !subject.beside)) {
    describe(long ? `${about}, round ${round}` : about, () => {
      let outcomes: ReadonlyMap<HostileRow, Promise<void>>;
      beforeAll(() => {
        outcomes = startAll(rows, atOnce, run);
      });
      test.each(rows.map((row) => [row.name, row] as const))('%s', (_name, row) => outcomes.get(row));
    });
  }
}

describe('1,000 connections on which nothing is said', () => {
  test('keep nobody else waiting', async () => {
    using _idle = await openIdle(open.world.client.baseUrl, 1_000);
    for (let times = 0; times < 20; times++) {
      const start = performance.now();
      expect(await search()).toBe(atStart.answer);
      expect(performance.now() - start).toBeLessThan(1_000);
    }
  });
});

for (const [about, { rows }] of [...Object.entries(subjects), ...(long ? Object.entries(slowSubjects) : [])].filter(
  ([, subject]) => subject.beside,
)) {
  describe(about, () => {
    test.each(rows.map((row) => [row.name, row] as const))('%s', (_name, row) => beside.get(row), 90_000);
  });
}

describe('after all of it', () => {
  beforeAll(() => {
    observed = observer.stop();
  });

  test('the server is the same process, and answers as before', async () => {
    expect([open.server.child.pid, open.server.child.exitCode]).toEqual([atStart.pid, null]);
    expect(await search()).toBe(atStart.answer);
  });

  test('nobody waited long for a word from it', async () => {
    const { longestWait } = await observed;
    console.log(`longest wait for /healthz: ${Math.round(longestWait)} ms`);
    expect(longestWait).toBeLessThan(5_000);
  });

  test('its memory never passed what its bounds allow', async () => {
    const { peakBytes } = await observed;
    const { ownBytes } = await open.server.holdings();
    console.log(
      `memory of the server: ${megabytes(atStart.holdings.ownBytes)} at first, ${megabytes(peakBytes)} at most, ${megabytes(ownBytes)} at last`,
    );
    // Uploads 256 MB; 100 megapixels in flight, 3 bytes each, in the picture library and in our hands; pictures kept for links 64 MB.
    const bound = 256 * MB + 2 * 300_000_000 + 64 * MB;
    expect(peakBytes - atStart.holdings.ownBytes).toBeLessThan(bound);
  });

  test('its connections and files are those of the start', async () => {
    await vi.waitFor(
      async () => {
        const { handles } = await open.server.holdings();
        expect(handles).toBeLessThanOrEqual(atStart.holdings.handles + 10);
      },
      { timeout: 20_000, interval: 250 },
    );
  });

  test('it connected to no address that it must not connect to', () => {
    expect(open.trespasses).toEqual([]);
  });

  test('its log has no failure of its own, and no stack', () => {
    const bad = /"level":[56]0|request failed|"stack"|Warning:|uncaught/i;
    expect(open.server.errors.filter((line) => bad.test(line)).slice(0, 3)).toEqual([]);
    expect(open.server.errors.length).toBeGreaterThan(1_000);
  });
});

describe('uploads of more than the server may hold together', () => {
  test('are refused beyond 256 MB, and whoever gives them up makes room', async () => {
    const { client, service, picture } = open.world;
    const upload = async () => (await client.call(postPicture(service, picture.bytes))).envelope.header.resultMessage;
    using held = holdUploads(open.world, 60);
    // 60 uploads are 300 MB.
    for (const refusal of await held.refusals(8)) {
      expect(refusal).toMatch(/^HTTP\/1\.1 200 OK.*Retry-After: \d+.*"InternalServerError"/s);
    }
    held[Symbol.dispose]();
    await vi.waitFor(async () => expect(await upload()).toBe('SUCCESS'), { timeout: 10_000, interval: 100 });
  });
});
