import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backplane } from '@openfashion/backplane';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { openNatsBackplane } from '@openfashion/backplane/nats';
import { NatsServer, natsVersion } from '../../harness/nats-server.js';
import { type Result, timed } from '../pairs.js';
import { type Part, thousands } from '../part.js';

/** As large as the record of an index job. */
const record = new Uint8Array(500).fill(97);
const object = new Uint8Array(5 * 1_048_576).fill(7);
/** A list request is about this many index records at most. */
const mostRecords = 10_000;
/** Of small calls, one after the other, that are timed together. */
const calls = 50;

/** Both adapters of the backplane, durable each: every acknowledged write was synchronised to the disk. */
export const backplane: Part = async (section, { rounds, documents }) => {
  const count = Math.min(mostRecords, documents.at(-1) ?? mostRecords);
  const directory = await mkdtemp(join(tmpdir(), 'bench-backplane-'));
  const embedded = await openEmbeddedBackplane({ directory });
  try {
    if (natsVersion === undefined) {
      table(await measure({ embedded }, count, rounds), ['embedded']);
      section.text('NATS JetStream was not measured: there is no nats-server on this machine.');
      return;
    }
    await using server = await NatsServer.start();
    const open = () => openNatsBackplane({ servers: server.url });
    const nats = await open();
    const results = await measure({ embedded, nats }, count, rounds);
    results.set(`the first list of a process, ${thousands(count)} records`, await firstList(open, rounds));
    table(results, ['embedded', 'nats']);
    section.text(`NATS ${natsVersion} on the same machine, with \`sync_interval: always\`, one server.`);
    await nats.close();
  } finally {
    await embedded.close();
    await rm(directory, { recursive: true });
  }

  function table(results: ReadonlyMap<string, Results>, adapters: readonly Adapter[]): void {
    const milliseconds = (result: Result | undefined) => (result ? result.value.toFixed(2) : '–');
    section.table(
      ['median ms', ...adapters.map((adapter) => titles[adapter])],
      [...results].map(([name, row]) => [name, ...adapters.map((adapter) => milliseconds(row[adapter]))]),
    );
  }
};

const titles = { embedded: 'embedded', nats: 'NATS JetStream' } as const;
type Adapter = keyof typeof titles;
type Results = Partial<Record<Adapter, Result>>;

/** What is timed, by what it is called in the table; a round is divided by `per`. */
function workOf(opened: Backplane, count: number): Record<string, { per: number; work: () => Promise<unknown> }> {
  const [bucket, queue, store] = [opened.keyValue('bench'), opened.workQueue('bench'), opened.objectStore('bench')];
  let next = 0;
  const repeated = (work: (n: number) => Promise<unknown>) => ({
    per: calls,
    work: async () => {
      for (let n = 0; n < calls; n++) await work(n);
    },
  });
  return {
    'create a record': repeated(() => bucket.create(`created/${next++}`, record)),
    'read a record': repeated((n) => bucket.get(`listed/${n}`)),
    [`list ${thousands(count)} records`]: { per: 1, work: () => bucket.list('listed/') },
    'publish a message': repeated(() => queue.publish(`m${next++}`, record)),
    'put an object of 5 MB': { per: 1, work: () => store.put('object', object) },
    'get it': { per: 1, work: () => store.get('object') },
  };
}

async function measure(opened: Partial<Record<Adapter, Backplane>>, count: number, rounds: number) {
  const adapters = Object.entries(opened) as [Adapter, Backplane][];
  for (const [, one] of adapters) await fill(one, count);
  const works = adapters.map(([adapter, one]) => [adapter, workOf(one, count)] as const);
  const results = new Map<string, Results>();
  for (const [name, { per }] of Object.entries(works[0]?.[1] ?? {})) {
    const ways = Object.fromEntries(works.map(([adapter, work]) => [adapter, () => work[name]?.work()]));
    const timedWays = await timed(ways, rounds);
    results.set(
      name,
      Object.fromEntries(
        Object.entries(timedWays).map(([way, { value, ratio }]) => [way, { value: value / per, ratio }]),
      ),
    );
  }
  return results;
}

async function fill(opened: Backplane, count: number): Promise<void> {
  const bucket = opened.keyValue('bench');
  for (let from = 0; from < count; from += 100) {
    const batch = Array.from({ length: Math.min(100, count - from) }, (_, n) => `listed/${from + n}`);
    await Promise.all(batch.map((key) => bucket.create(key, record)));
  }
}

/** A process that was not asked before reads all records from the server first. */
async function firstList(open: () => Promise<Backplane>, rounds: number): Promise<Results> {
  const lists = await timed(
    {
      nats: async () => {
        const opened = await open();
        await opened.keyValue('bench').list('listed/');
        await opened.close();
      },
    },
    rounds,
  );
  return { nats: lists['nats'] as Result };
}
