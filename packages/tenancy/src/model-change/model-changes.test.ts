import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backplane } from '@openfashion/backplane';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createModelChanges,
  createTenancy,
  type ModelChanges,
  missesTooMany,
  openModelChangeStores,
  type Reembedding,
  type Tenancy,
} from '../index.js';

let directory: string;
let backplane: Backplane;
let tenancy: Tenancy;
let changes: ModelChanges;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'openfashion-models-'));
  backplane = await openEmbeddedBackplane({ directory });
  tenancy = createTenancy({ backplane });
  changes = createModelChanges({ backplane, tenancy });
});
afterEach(async () => {
  await backplane.close();
  await rm(directory, { recursive: true });
});

/** Services by name, each of an app key of its own unless one is given. */
async function make(name: string, embedding = 'a', appKey?: string) {
  const owner = appKey ?? (await tenancy.createAppKey()).appKey;
  return { appKey: owner, service: await tenancy.createService(owner, name, embedding) };
}

const embeddings = async () =>
  (await tenancy.allServices())
    .map(({ service: { name, embedding, also } }) => `${name} ${embedding}${also === undefined ? '' : `+${also}`}`)
    .sort();

/** What a re-embedder says when it is through. */
async function complete(serviceId: string, more: Partial<Reembedding> = {}) {
  const { reembeddings } = openModelChangeStores(backplane);
  const stored = await reembeddings.get(serviceId);
  if (stored === undefined) throw new Error(`no record of ${serviceId}`);
  await reembeddings.update(serviceId, { ...stored.value, state: 'complete', ...more }, stored.revision);
}

/** What a re-embedder does with the records once the collections are deleted. */
async function tidyUp() {
  const { reembeddings } = openModelChangeStores(backplane);
  for (const { key } of await reembeddings.list('')) await reembeddings.delete(key);
  await changes.settle();
}

describe('a start', () => {
  test('makes every service write to both, and leaves alone those that have the vectors already', async () => {
    for (const name of ['one', 'two']) await make(name);
    await make('ahead', 'b');
    await changes.start('b');
    expect(await embeddings()).toEqual(['ahead b', 'one a+b', 'two a+b']);
    expect(await changes.current()).toMatchObject({ from: 'a', to: 'b', state: 'running', automatic: false });
    const { services } = await changes.status();
    expect(services.map(({ service, standing }) => [service.name, standing]).sort()).toEqual([
      ['ahead', 'settled'],
      ['one', 'waiting'],
      ['two', 'waiting'],
    ]);
  });

  test('that was cut short is made up for by whoever comes next, and can be repeated', async () => {
    for (const name of ['one', 'two', 'three']) await make(name);
    let services = 0;
    const dying = createModelChanges({
      backplane,
      tenancy: {
        ...tenancy,
        changeEmbeddings: async (...args) => {
          services += 1;
          if (services === 2) throw new Error('killed');
          await tenancy.changeEmbeddings(...args);
        },
      },
    });
    await expect(dying.start('b')).rejects.toThrow('killed');
    expect((await embeddings()).filter((one) => one.endsWith('+b'))).toHaveLength(1);
    await changes.conform();
    const both = ['one a+b', 'three a+b', 'two a+b'];
    expect(await embeddings()).toEqual(both);
    await changes.start('b');
    expect(await embeddings()).toEqual(both);
  });

  test('of another change is refused while one is under way, and of one that changes nothing', async () => {
    await expect(changes.start('b')).rejects.toThrow('no service whose vectors are not of b already');
    await make('one');
    await expect(changes.start('a')).rejects.toThrow('no service whose vectors are not of a already');
    await changes.start('b');
    await expect(changes.start('c')).rejects.toThrow('a change to b is under way');
    await changes.abandon();
    await expect(changes.start('b')).rejects.toThrow('being tidied up');
    await tidyUp();
    await changes.start('c');
    expect(await embeddings()).toEqual(['one a+c']);
  });
});

test('a service that is made during a change has both, whichever is that of new ones', async () => {
  await make('one');
  await changes.start('b');
  await make('old');
  await make('new', 'b');
  expect(await embeddings()).toEqual(['new b+a', 'old a+b', 'one a+b']);
  // Nothing is lost with an end either way.
  await expect(changes.finish()).rejects.toThrow('not switched yet');
  await expect(changes.abandon()).rejects.toThrow('switched already');
});

test('a service that was being made while a change began gets its other vectors by the next look', async () => {
  await make('one');
  await changes.start('b');
  const { appKey, service } = await make('late');
  // As one who had looked for a change before there was one would have left it.
  await tenancy.changeEmbeddings(appKey, service.id, () => ({ embedding: 'a' }));
  await changes.conform();
  expect(await embeddings()).toEqual(['late a+b', 'one a+b']);
});

describe('a switch', () => {
  test('swaps what is in force, of the services that are named, once they are complete', async () => {
    const [one, two] = [await make('one'), await make('two')];
    await changes.start('b');
    await expect(changes.switchOver([], { force: true })).rejects.toThrow('not re-embedded yet');
    await complete(one.service.id);
    await expect(changes.switchOver([], { force: false })).rejects.toThrow(`${two.appKey}/two`);
    expect(await changes.switchOver(['one'], { force: false })).toMatchObject([{ service: { name: 'one' } }]);
    expect(await embeddings()).toEqual(['one b+a', 'two a+b']);
    expect(await changes.switchOver(['one'], { force: false })).toEqual([]);
    expect(await changes.switchBack([])).toMatchObject([{ service: { name: 'one' } }]);
    expect(await embeddings()).toEqual(['one a+b', 'two a+b']);
  });

  test('of a name that several have, or none, is refused by name', async () => {
    const [one, other] = [await make('shop'), await make('shop')];
    await changes.start('b');
    for (const { service } of [one, other]) await complete(service.id);
    const ambiguous = changes.switchOver(['shop'], { force: false });
    await expect(ambiguous).rejects.toThrow('several app keys have a service shop: ');
    for (const { appKey } of [one, other]) await expect(ambiguous).rejects.toThrow(`${appKey}/shop`);
    await expect(changes.switchOver(['none'], { force: false })).rejects.toThrow('no service none');
    await changes.switchOver([`${other.appKey}/shop`, `${other.appKey}/shop`], { force: false });
    expect(await embeddings()).toEqual(['shop a+b', 'shop b+a']);
  });

  test('is refused over 0.1 % of the documents, all services together, unless forced', async () => {
    const [one, two] = [await make('one'), await make('two')];
    await changes.start('b');
    await complete(one.service.id, { documents: 1_000, failed: 1 });
    await complete(two.service.id, { documents: 1_000, failed: 2 });
    await expect(changes.switchOver([], { force: false })).rejects.toThrow(`${two.appKey}/two (2 of 1000)`);
    expect(await embeddings()).toEqual(['one a+b', 'two a+b']);
    await changes.switchOver(['one'], { force: false });
    await changes.switchOver([], { force: true });
    expect(await embeddings()).toEqual(['one b+a', 'two b+a']);
  });
});

test.each([
  [0, 0, false],
  [1, 1_000, false],
  [1, 999, true],
  [100, 100_000, false],
  [101, 100_000, true],
])('%i of %i documents missing are too many: %s', (failed, documents, tooMany) => {
  const record = { from: 'a', to: 'b', state: 'complete', round: 1, documents, done: 0, failed } as const;
  expect(missesTooMany(record)).toBe(tooMany);
});

describe('the end', () => {
  test('by finish needs all switched, by abandon none; what remains is one collection', async () => {
    const [one, two] = [await make('one'), await make('two')];
    await changes.start('b');
    for (const { service } of [one, two]) await complete(service.id);
    await changes.switchOver(['one'], { force: false });
    await expect(changes.finish()).rejects.toThrow(`not switched yet: ${two.appKey}/two`);
    await expect(changes.abandon()).rejects.toThrow(`switched already, switch back first: ${one.appKey}/one`);
    await changes.switchOver(['two'], { force: false });
    await changes.finish();
    expect(await embeddings()).toEqual(['one b', 'two b']);
    await expect(changes.switchBack([])).rejects.toThrow('over and being tidied up');
    expect((await changes.status()).services.map(({ standing }) => standing)).toEqual(['clearing', 'clearing']);
    await changes.settle();
    expect(await changes.current()).toMatchObject({ state: 'ending' });
    await tidyUp();
    expect(await changes.current()).toBeUndefined();
    await expect(changes.finish()).rejects.toThrow('no model change is under way');
  });

  test('holds against one who was asleep while it came', async () => {
    const { appKey, service } = await make('one');
    await changes.start('b');
    await changes.abandon();
    await tidyUp();
    await tenancy.changeEmbeddings(appKey, service.id, () => ({ embedding: 'a', also: 'b' }));
    await changes.conform();
    expect(await embeddings()).toEqual(['one a']);
    // What was written to the other collection meanwhile is led to, to be deleted.
    expect((await changes.status()).services).toMatchObject([{ standing: 'clearing', reembedding: { to: 'b' } }]);
  });
});
