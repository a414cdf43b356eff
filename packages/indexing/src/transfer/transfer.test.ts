import { ContractError } from '@openfashion/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exported, imported, sample, samples, store, transfersOf } from '../../test/transfers.js';
import { openWorld, type World } from '../../test/world.js';

let world: World;
let other: World;
beforeEach(async () => {
  [world, other] = await Promise.all([openWorld(), openWorld()]);
});
afterEach(async () => {
  await world.close();
  await other.close();
});

/** What a line of a file says. */
const lines = (file: string) =>
  file
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a service goes from one store to another', () => {
  test('bit by bit: text of any alphabet, vectors, fingerprints, what the picture’s server said', async () => {
    const [from, to] = [await world.createService('shop'), await other.createService('copy')];
    const documents = samples(2_345);
    await store(world, from, documents);
    const state = await imported(other, to, await exported(world, from));
    expect(state).toEqual({ phase: 'done', added: 2_345, kept: 0, removed: 0, announced: 2_345 });
    const bits = ({ vector, ...rest }: (typeof documents)[number]) => ({
      ...rest,
      bits: new Uint32Array(vector.buffer.slice(0)),
    });
    expect((await other.documents(to)).map(bits)).toEqual((await world.documents(from)).map(bits));
  });

  test('and every search is answered the same there', async () => {
    const [from, to] = [await world.createService(), await other.createService()];
    await store(world, from, samples(300));
    await imported(other, to, await exported(world, from));
    for (const number of [0, 17, 299]) {
      const query = { vector: sample(number).vector, limit: 50, filters: [] };
      const at = ({ id, embedding }: typeof from) => ({ service: id, embedding });
      expect(await other.catalog.search(at(to), query)).toEqual(await world.catalog.search(at(from), query));
    }
  });

  test('an empty one too; what it exports again is the same but for its header', async () => {
    const [from, to] = [await world.createService(), await other.createService()];
    expect(await imported(other, to, await exported(world, from))).toMatchObject({ phase: 'done', added: 0 });
    await store(world, from, samples(20));
    const file = await exported(world, from);
    await imported(other, to, file);
    expect(lines(await exported(other, to)).slice(1)).toEqual(lines(file).slice(1));
  });

  test('its file begins with what its vectors are and ends with their number', async () => {
    const service = await world.createService('shop');
    await world.catalog.ensureCollection({
      embedding: 'other',
      dimension: 2,
      calibration: [
        [0, 0],
        [1, 1],
      ],
    });
    await store(world, service, samples(3));
    const [header, ...rest] = lines(await exported(world, service));
    expect(header).toMatchObject({ format: 'openfashion-service', version: 1, service: 'shop', embedding: 'colour' });
    expect(header).toMatchObject({ dimension: 4, documents: 3, time: expect.any(Number) });
    expect(rest.at(-1)).toEqual({ end: true, documents: 3 });
    expect(
      rest
        .slice(0, -1)
        .map(({ productId }) => productId)
        .sort(),
    ).toEqual(
      samples(3)
        .map(({ productId }) => productId)
        .sort(),
    );
  });
});

describe('an import', () => {
  test('adds what the service has not got, and changes nothing when it is repeated', async () => {
    const [from, to] = [await world.createService(), await other.createService()];
    await store(world, from, samples(50));
    await store(other, to, [sample(7, { name: 'a newer name' })]);
    const file = await exported(world, from);
    expect(await imported(other, to, file)).toMatchObject({ added: 49, kept: 1, removed: 0 });
    const before = await other.documents(to);
    expect(before.find(({ productId }) => productId === sample(7).productId)?.name).toBe('a newer name');
    expect(await imported(other, to, file)).toMatchObject({ added: 0, kept: 50, removed: 0 });
    expect(await other.documents(to)).toEqual(before);
  });

  test('that was interrupted goes on when it is repeated', async () => {
    const [from, to] = [await world.createService(), await other.createService()];
    await store(world, from, samples(2_500));
    const file = Buffer.from(await exported(world, from));
    const cut = async function* () {
      for (let from = 0; from < file.length * 0.6; from += 10_000) yield file.subarray(from, from + 10_000);
      throw new Error('the line was cut');
    };
    await expect(imported(other, to, cut())).rejects.toThrow('the line was cut');
    const added = (await other.documents(to)).length;
    expect(added).toBe(1_000);
    expect(await imported(other, to, file)).toMatchObject({ added: 2_500 - added, kept: added });
    expect(await other.documents(to)).toHaveLength(2_500);
    // Its lease is free at once.
    expect(await other.backplane.keyValue('index-leases').list('')).toEqual([]);
  });

  test('makes the service only when it may, for a known app key, with the vectors that are made here', async () => {
    const from = await world.createService('shop');
    await store(world, from, samples(5));
    const file = await exported(world, from);
    const { appKey } = await other.tenancy.createAppKey();
    await expect(imported(other, undefined, file, { appKey, name: 'new' })).rejects.toMatchObject({
      result: 'NotExistService',
    });
    await expect(
      imported(other, undefined, file, { appKey: 'nobody-0000000000', name: 'new', create: true }),
    ).rejects.toThrow('no app key');
    await expect(imported(other, undefined, file, { appKey, name: 'No Name', create: true })).rejects.toBeInstanceOf(
      ContractError,
    );
    const elsewhere = transfersOf(other, { embedding: 'newer' });
    await expect(
      imported(other, undefined, file, { appKey, name: 'new', create: true, transfers: elsewhere }),
    ).rejects.toThrow(/vectors of colour, new services here have those of newer.*openfashion models/);
    expect(await other.tenancy.allServices()).toEqual([]);

    const here = transfersOf(other, { embedding: 'colour' });
    for (const added of [5, 0]) {
      expect(
        await imported(other, undefined, file, { appKey, name: 'new', create: true, transfers: here }),
      ).toMatchObject({ added });
    }
    expect(await other.tenancy.listServices(appKey)).toMatchObject([{ name: 'new', embedding: 'colour' }]);
  });

  test('of another model’s vectors is refused before anything is written', async () => {
    const from = await world.createService();
    await store(world, from, samples(5));
    await other.catalog.ensureCollection({ embedding: 'other', dimension: 4 });
    const to = await other.createService('copy', 'other');
    await expect(imported(other, to, await exported(world, from))).rejects.toThrow(
      /vectors of colour, service copy of other.*openfashion models/,
    );
    expect(await other.documents(to)).toEqual([]);
  });

  test('of a file that no service holds is refused at once; one that does not fit, at its batch', async () => {
    const [from, to] = [await world.createService(), await other.createService()];
    await store(world, from, samples(1_100));
    const file = await exported(world, from);
    const small = transfersOf(other, { quota: 1_099 });
    await expect(imported(other, to, file, { transfers: small })).rejects.toThrow(
      '1099 documents at most, the file has 1100',
    );
    expect(await other.documents(to)).toEqual([]);

    await store(other, to, samples(1_200).slice(1_050));
    const tight = transfersOf(other, { quota: 1_199 });
    await expect(imported(other, to, file, { transfers: tight })).rejects.toThrow(
      /^the service has \d+ documents, and \d+ more of the file would be over 1199$/,
    );
    expect((await other.documents(to)).length).toBeLessThanOrEqual(1_199);
    const wide = transfersOf(other, { quota: 1_200 });
    expect(await imported(other, to, file, { transfers: wide })).toMatchObject({ phase: 'done' });
    expect(await other.documents(to)).toHaveLength(1_200);
  });
});

test('an export of a service that is deleted meanwhile has no end', async () => {
  const service = await world.createService('shop');
  await store(world, service, samples(1_200));
  const appKey = await world.appKeyOf(service);
  const pieces = transfersOf(world).exportService(appKey, 'shop', new AbortController().signal);
  const read = async () => {
    let text = '';
    for await (const piece of pieces) {
      if (text === '') {
        await world.tenancy.deleteService(appKey, 'shop');
        await world.catalog.drop(service.id);
      }
      text += Buffer.from(piece).toString();
      expect(text).not.toContain('"end":true');
    }
  };
  await expect(read()).rejects.toMatchObject({ result: 'NotExistService' });
});
