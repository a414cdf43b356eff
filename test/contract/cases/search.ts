import { expect } from 'vitest';
import type { Reply } from '../../harness/rest.js';
import { type Case, expectResult, single, table } from '../case.js';
import { pictureOf, product, type World } from '../world.js';

const searchPath = (world: World, query: string, index = 0) =>
  `/services/${world.service}/products/${product(world, index).productId}/search?${query}`;
const all = 'limit=200&includeDuplicates=true';
const ids = (reply: Reply): string[] => reply.envelope.data.items.map((item: { productId: string }) => item.productId);

/** The same products, found by brute force over the fixture. */
const others = (world: World, keep: (line: World['products'][number]) => boolean) =>
  world.products
    .filter((line) => line !== world.products[0] && keep(line))
    .map((line) => line.productId)
    .sort();

const filtered = (
  name: string,
  rules: readonly string[],
  mark: Case['mark'],
  query: (world: World) => string,
  keep: (line: World['products'][number], world: World) => boolean,
): Case =>
  single({
    name,
    mark,
    rules,
    endpoint: 'searchByProduct',
    request: (world) => ({ path: searchPath(world, `${all}&${query(world)}`) }),
    check: (reply, world) => expect(ids(reply).sort()).toEqual(others(world, (line) => keep(line, world))),
  });

/** Section 3: filters. */
export const filterCases: readonly Case[] = [
  filtered(
    'equal keeps documents with one of the values',
    ['3.1'],
    'contract',
    (world) => `filter.s1=equal:${product(world, 0).s1},${product(world, 1).s1}`,
    (line, world) => [product(world, 0).s1, product(world, 1).s1].includes(line.s1),
  ),
  filtered(
    'equal is the default',
    ['3.1'],
    'contract',
    (world) => `filter.category2Id=${product(world, 1).category2Id}`,
    (line, world) => line.category2Id === product(world, 1).category2Id,
  ),
  filtered(
    '!equal keeps documents with none of the values',
    ['3.1'],
    'contract',
    (world) => `filter.category1Id=!equal:${product(world, 0).category1Id}`,
    (line, world) => line.category1Id !== product(world, 0).category1Id,
  ),
  filtered(
    'filters on several fields all hold',
    ['3.2'],
    'contract',
    (world) => `filter.category1Id=equal:${product(world, 1).category1Id}&filter.s1=!equal:${product(world, 1).s1}`,
    (line, world) => line.category1Id === product(world, 1).category1Id && line.s1 !== product(world, 1).s1,
  ),
  filtered(
    'the same filter twice: both hold',
    ['3.5'],
    'decision',
    (world) => `filter.s1=${product(world, 1).s1},${product(world, 2).s1}&filter.s1=!equal:${product(world, 1).s1}`,
    (line, world) => line.s1 === product(world, 2).s1 && line.s1 !== product(world, 1).s1,
  ),
  filtered(
    'a value that no document has keeps none',
    ['3.1'],
    'contract',
    () => 'filter.s2=equal:nowhere',
    () => false,
  ),
  {
    name: 'filters restrict the search itself: a match is returned however far it is',
    mark: 'contract',
    rules: ['3.6'],
    shows: [],
    async run(world) {
      const nearest = await world.client.call({ path: searchPath(world, all) });
      const farthest = ids(nearest).at(-1);
      const line = world.products.find(({ productId }) => productId === farthest);
      const query = `limit=1&filter.category3Id=${encodeURIComponent(line?.category3Id ?? '')}&filter.s1=${line?.s1}&filter.s2=${line?.s2}`;
      const reply = await world.client.call({ path: searchPath(world, query) });
      expect(reply.envelope.data.totalCount).toBe(1);
      expect(reply.envelope.data.items[0]).toMatchObject({
        category3Id: line?.category3Id,
        s1: line?.s1,
        s2: line?.s2,
      });
    },
  },
  {
    name: 'a document without the field passes every !equal and no equal; a value may hold a colon behind an operator',
    mark: 'decision',
    rules: ['3.3', '3.4'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const { name, imageUrl } = product(world);
        const line = (productId: string, s1?: string) => ({ productId, status: 'enable', name, imageUrl, s1 });
        await world.client.index(service, [
          line('q'),
          line('none'),
          line('empty', ''),
          line('colon', 'a:b'),
          line('c', ' c '),
        ]);
        const found = async (filter: string) => {
          const path = `/services/${service}/products/q/search?${all}&filter.s1=${filter}`;
          return ids(await world.client.call({ path })).sort();
        };
        expect(await found('!equal:zzz')).toEqual(['c', 'colon', 'empty', 'none']);
        expect(await found('!equal:a:b')).toEqual(['c', 'empty', 'none']);
        expect(await found('equal:a:b')).toEqual(['colon']);
        expect(await found('equal:%20c%20')).toEqual(['c']);
        expect(await found('equal:c')).toEqual([]);
      }),
  },
  ...table(
    { mark: 'decision', rules: ['3.4'], endpoint: 'searchByProduct', result: 'InvalidParam' },
    Object.fromEntries(
      [
        'filter.s1=like:a',
        'filter.s1=a:b',
        'filter.s1=',
        'filter.s1=equal:',
        'filter.s1=a,,b',
        'filter.s1=!equal:a,',
        'filter.other=a',
        'filter.name=a',
        'filter.=a',
        `filter.s1=${'x'.repeat(73)}`,
        `filter.s1=${Array.from({ length: 101 }, (_, index) => `v${index}`).join(',')}`,
      ].map((query) => [
        `?${query.slice(0, 40)} is refused`,
        (world: World) => ({ path: searchPath(world, `limit=1&${query}`) }),
      ]),
    ),
  ),
];

/** Section 5: search by product id. */
export const searchCases: readonly Case[] = [
  ...table(
    { mark: 'contract', rules: ['5.1'], endpoint: 'searchByProduct', result: 'InvalidParam' },
    Object.fromEntries(
      ['', 'limit=0', 'limit=201', 'limit=-1', 'limit=abc', 'limit=1&minSimilarity=0', 'limit=1&minSimilarity=1.1'].map(
        (query) => [`?${query} is refused`, (world: World) => ({ path: searchPath(world, query) })],
      ),
    ),
  ),
  ...table(
    { mark: 'contract', rules: ['5.1'], endpoint: 'searchByProduct' },
    Object.fromEntries(
      [
        'limit=1',
        'limit=200',
        'limit=1&minSimilarity=1',
        'limit=1&minSimilarity=0.001',
        'limit=1&includeDuplicates=true',
      ].map((query) => [`?${query} is accepted`, (world: World) => ({ path: searchPath(world, query) })]),
    ),
  ),
  single({
    name: 'items carry similarity, id, name, address and the fields that are not empty',
    mark: 'contract',
    rules: ['5.6'],
    endpoint: 'searchByProduct',
    request: (world) => ({ path: searchPath(world, all) }),
    check: (reply, world) => {
      for (const { similarity, ...item } of reply.envelope.data.items) {
        const { status: _status, ...line } = world.products.find(({ productId }) => productId === item.productId) ?? {};
        expect(item).toEqual(line);
        expect(similarity).toBeTypeOf('number');
      }
      expect(reply.envelope.data.items).not.toHaveLength(0);
    },
  }),
  single({
    name: 'similarity is 0–1 with five decimals, falling; equal ones by product id; totalCount counts the items',
    mark: 'decision',
    rules: ['5.2'],
    endpoint: 'searchByProduct',
    request: (world) => ({ path: searchPath(world, all) }),
    check: (reply) => {
      const items: { similarity: number; productId: string }[] = reply.envelope.data.items;
      expect(reply.envelope.data.totalCount).toBe(items.length);
      for (const [index, item] of items.entries()) {
        expect(item.similarity).toBeGreaterThanOrEqual(0);
        expect(item.similarity).toBeLessThanOrEqual(1);
        expect(Number(item.similarity.toFixed(5))).toBe(item.similarity);
        const before = items[index - 1];
        if (before === undefined) continue;
        expect(before.similarity).toBeGreaterThanOrEqual(item.similarity);
        if (before.similarity === item.similarity) expect(before.productId < item.productId).toBe(true);
      }
    },
  }),
  {
    name: 'minSimilarity keeps what reaches the rounded similarity',
    mark: 'decision',
    rules: ['5.1', '5.2'],
    shows: [],
    async run(world) {
      const every = (await world.client.call({ path: searchPath(world, all) })).envelope.data.items;
      const middle = every[Math.floor(every.length / 2)].similarity;
      const reply = await world.client.call({ path: searchPath(world, `${all}&minSimilarity=${middle.toFixed(5)}`) });
      expect(reply.envelope.data.items).toEqual(
        every.filter((item: { similarity: number }) => item.similarity >= middle),
      );
    },
  },
  {
    name: 'limit cuts the same order, and a repeated request is answered alike',
    mark: 'decision',
    rules: ['5.2'],
    shows: [],
    async run(world) {
      const every = await world.client.call({ path: searchPath(world, all) });
      const path = searchPath(world, 'limit=3&includeDuplicates=true');
      const three = await world.client.call({ path });
      expect(three.envelope.data.items).toEqual(every.envelope.data.items.slice(0, 3));
      expect((await world.client.call({ path })).envelope.data).toEqual(three.envelope.data);
    },
  },
  {
    name: 'the same picture listed twice is one item, unless duplicates are asked for; the query’s own picture is none',
    mark: 'decision',
    rules: ['5.3', '5.4'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const line = (productId: string, index: number) => ({
          productId,
          status: 'enable',
          name: productId,
          imageUrl: pictureOf(world, index),
        });
        await world.client.index(service, [
          line('q', 0),
          line('q-again', 0),
          line('a', 1),
          line('a-again', 1),
          line('b', 2),
        ]);
        const found = async (query: string) =>
          ids(await world.client.call({ path: `/services/${service}/products/q/search?${query}` }));
        expect(await found('limit=200')).toHaveLength(2);
        expect((await found('limit=200')).sort()).toEqual(['a', 'b']);
        expect((await found('limit=200&includeDuplicates=true')).sort()).toEqual(['a', 'a-again', 'b', 'q-again']);
        // The duplicate is removed after the best were taken, so fewer come back.
        expect(await found('limit=1')).toEqual([]);
        expect(await found('limit=1&includeDuplicates=true')).toEqual(['q-again']);
      }),
  },
  single({
    name: 'the query product is never among the answers',
    mark: 'decision',
    rules: ['5.4'],
    endpoint: 'searchByProduct',
    request: (world) => ({ path: searchPath(world, all) }),
    check: (reply, world) => {
      expect(ids(reply)).not.toContain(product(world).productId);
      expect(ids(reply)).toHaveLength(world.products.length - 1);
    },
  }),
  single({
    name: 'an unknown product id is -40050',
    mark: 'contract',
    rules: ['5.7'],
    endpoint: 'searchByProduct',
    result: 'NotFoundProductId',
    request: ({ service }) => ({ path: `/services/${service}/products/not-there/search?limit=1` }),
  }),
  single({
    name: 'an unknown service is -42000',
    mark: 'contract',
    rules: ['1.3'],
    endpoint: 'searchByProduct',
    result: 'NotExistService',
    request: () => ({ path: '/services/not-there/products/a/search?limit=1' }),
  }),
  single({
    name: 'query echoes the product id, then the parameters given, in the table’s order, decoded, filters twice if given twice',
    mark: 'decision',
    rules: ['5.8', '1.8'],
    endpoint: 'searchByProduct',
    request: (world) => ({
      path: searchPath(world, 'x=1&minSimilarity=0.1&filter.s2=!equal:a%2Cb&filter.s1=%EA%B0%80&filter.s2=c&limit=7'),
    }),
    check: (reply, world) =>
      expect(reply.envelope.data.query).toBe(
        `productId=${product(world).productId}&limit=7&filter.s1=가&filter.s2=!equal:a,b&filter.s2=c&minSimilarity=0.1`,
      ),
  }),
];

/** A search form. */
export function form(fields: Readonly<Record<string, string>>, file?: Uint8Array, name = 'imageFile'): FormData {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) body.append(field, value);
  if (file) body.append(name, new Blob([file as Uint8Array<ArrayBuffer>]), 'image.jpg');
  return body;
}

async function pictureBytes(address: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(address)).arrayBuffer());
}

const post = (world: World, body: FormData) =>
  world.client.call({ method: 'POST', path: `/services/${world.service}/search`, body });

/** Section 5: search by picture. */
export const pictureSearchCases: readonly Case[] = [
  {
    name: 'a picture of a product finds that very product first, by file and by address alike',
    mark: 'decision',
    rules: ['5.5', '5.9', '5.11'],
    shows: [{ endpoint: 'searchByPicture', result: 'SUCCESS' }],
    async run(world) {
      const { productId, imageUrl } = product(world, 3);
      const byFile = await post(world, form({ limit: '5' }, await pictureBytes(imageUrl)));
      expectResult(byFile, 'SUCCESS');
      expect(byFile.envelope.data.items[0]).toMatchObject({ productId, similarity: expect.closeTo(1, 3) });
      const byAddress = await post(world, form({ limit: '5', imageUrl }));
      expect(byAddress.envelope.data).toEqual(byFile.envelope.data);
      expect(byAddress.envelope.data).not.toHaveProperty('query');
    },
  },
  {
    name: 'a picture is uploaded as a file and as an address',
    mark: 'contract',
    rules: ['5.9', '5.6'],
    shows: [{ endpoint: 'searchByPicture', result: 'SUCCESS' }],
    async run(world) {
      const address = pictureOf(world);
      for (const body of [form({ limit: '5' }, await pictureBytes(address)), form({ limit: '5', imageUrl: address })]) {
        const reply = await post(world, body);
        expectResult(reply, 'SUCCESS');
        expect(reply.envelope.data.items.length).toBeGreaterThan(0);
      }
    },
  },
  {
    name: 'filters, minSimilarity and includeDuplicates hold for picture search too',
    mark: 'contract',
    rules: ['3.1', '5.1'],
    shows: [{ endpoint: 'searchByPicture', result: 'SUCCESS' }],
    async run(world) {
      const { s1, imageUrl } = product(world, 1);
      const fields = { imageUrl, limit: '200', 'filter.s1': `equal:${s1}`, includeDuplicates: 'true' };
      const reply = await post(world, form(fields));
      expect(reply.envelope.data.items.length).toBeGreaterThan(0);
      for (const item of reply.envelope.data.items) expect(item.s1).toBe(s1);
    },
  },
  {
    name: 'an address wins over a file',
    mark: 'decision',
    rules: ['5.9'],
    shows: [],
    async run(world) {
      const { productId, imageUrl } = product(world, 2);
      const file = await pictureBytes(pictureOf(world, 4));
      const reply = await post(world, form({ limit: '1', imageUrl }, file));
      expect(ids(reply)).toEqual([productId]);
    },
  },
  ...table(
    { mark: 'contract', rules: ['5.1'], endpoint: 'searchByPicture', result: 'InvalidParam' },
    Object.fromEntries(
      [{}, { limit: '0' }, { limit: '201' }, { limit: '1', minSimilarity: '2' }].map((fields) => [
        `a form with ${JSON.stringify(fields)} is refused`,
        (world: World) => ({
          method: 'POST',
          path: `/services/${world.service}/search`,
          body: form({ imageUrl: pictureOf(world), ...fields }),
        }),
      ]),
    ),
  ),
  ...table(
    { mark: 'decision', rules: ['5.9'], endpoint: 'searchByPicture', result: 'InvalidParam' },
    {
      'neither address nor file is refused': ({ service }) => ({
        method: 'POST',
        path: `/services/${service}/search`,
        body: form({ limit: '1' }),
      }),
      'a body that is not multipart is refused': ({ service }) => ({
        method: 'POST',
        path: `/services/${service}/search`,
        body: 'limit=1',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      }),
      'multipart without a boundary is refused': ({ service }) => ({
        method: 'POST',
        path: `/services/${service}/search`,
        body: 'x',
        headers: { 'Content-Type': 'multipart/form-data' },
      }),
      'a truncated body is refused': ({ service }) => ({
        method: 'POST',
        path: `/services/${service}/search`,
        body: '--b\r\nContent-Disposition: form-data; name="limit"\r\n\r\n1',
        headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
      }),
      'a second file is refused': ({ service }) => {
        const body = form({ limit: '1' }, new Uint8Array(8));
        body.append('imageFile', new Blob([new Uint8Array(8)]), 'b.jpg');
        return { method: 'POST', path: `/services/${service}/search`, body };
      },
      'more than 64 fields are refused': ({ service }) => ({
        method: 'POST',
        path: `/services/${service}/search`,
        body: form(Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`f${index}`, '1']))),
      }),
      'limit given twice is refused': (world) => {
        const body = form({ limit: '1', imageUrl: pictureOf(world) });
        body.append('limit', '1');
        return { method: 'POST', path: `/services/${world.service}/search`, body };
      },
    },
  ),
  single({
    name: 'a file over 5 MB is -45020',
    mark: 'contract',
    rules: ['5.9', '7.1'],
    endpoint: 'searchByPicture',
    result: 'ImageTooLargeException',
    request: ({ service }) => ({
      method: 'POST',
      path: `/services/${service}/search`,
      body: form({ limit: '1' }, new Uint8Array(5 * 1_048_576 + 1)),
    }),
  }),
  single({
    name: 'a far too large file is refused in a way that its sender can read',
    mark: 'decision',
    rules: ['1.9', '5.9'],
    endpoint: 'searchByPicture',
    result: 'ImageTooLargeException',
    request: ({ service }) => ({
      method: 'POST',
      path: `/services/${service}/search`,
      body: form({ limit: '1' }, new Uint8Array(24 * 1_048_576)),
    }),
  }),
  single({
    name: 'a file that is no picture is -45040',
    mark: 'contract',
    rules: ['7.1'],
    endpoint: 'searchByPicture',
    result: 'InvalidImageFormatException',
    request: ({ service }) => ({
      method: 'POST',
      path: `/services/${service}/search`,
      body: form({ limit: '1' }, new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')),
    }),
  }),
  single({
    name: 'an unknown service is -42000',
    mark: 'contract',
    rules: ['1.3'],
    endpoint: 'searchByPicture',
    result: 'NotExistService',
    request: (world) => ({
      method: 'POST',
      path: '/services/not-there/search',
      body: form({ limit: '1', imageUrl: pictureOf(world) }),
    }),
  }),
];
