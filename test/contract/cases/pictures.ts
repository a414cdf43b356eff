import { expect } from 'vitest';
import type { Reply } from '../../harness/rest.js';
import { type Case, expectResult, single, table } from '../case.js';
import { pictureOf, product, type World } from '../world.js';

const detectPath = ({ service }: World, address: string) =>
  `/services/${service}/detect?path=${encodeURIComponent(address)}`;
const tagPath = ({ service }: World, address: string, more = '') =>
  `/services/${service}/tag?path=${encodeURIComponent(address)}${more}`;
const page = ({ local }: World, name: string) => `${local?.pages ?? ''}${name}`;
const lookOf = ({ pictures, look }: World) => `${pictures}/${look}`;

interface Item {
  readonly link: string;
  readonly center: [number, number];
  readonly b0: [number, number];
  readonly b1: [number, number];
  readonly score: number;
  readonly type: string;
  readonly tags: readonly { attribute: string; labels: readonly { label: string; score: number }[] }[];
}
const items = (reply: Reply): Item[] => reply.envelope.data.items;

async function detectLook(world: World): Promise<Item[]> {
  const reply = await world.client.call({ path: detectPath(world, lookOf(world)) });
  expectResult(reply, 'SUCCESS');
  return items(reply);
}

const linkPath = ({ service }: World, link: string, more = 'limit=5', route = 'search') =>
  `/services/${service}/${route}?link=${encodeURIComponent(link)}&${more}`;

/** Section 6: detect. */
export const detectCases: readonly Case[] = [
  {
    name: 'items carry link, center, b0, b1 and score as fractions of the picture',
    mark: 'contract',
    rules: ['6.1'],
    shows: [{ endpoint: 'detect', result: 'SUCCESS' }],
    async run(world) {
      const reply = await world.client.call({ path: detectPath(world, lookOf(world)) });
      expectResult(reply, 'SUCCESS');
      expect(items(reply).length).toBeGreaterThan(1);
      expect(reply.envelope.data.totalCount).toBe(items(reply).length);
      for (const { link, center, b0, b1, score } of items(reply)) {
        expect(link).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
        for (const value of [...center, ...b0, ...b1, score]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(b0[0]).toBeLessThan(b1[0]);
        expect(b0[1]).toBeLessThan(b1[1]);
      }
    },
  },
  single({
    name: 'order is by score, scores have five decimals, the center is the middle of b0 and b1, at most 32 items',
    mark: 'decision',
    rules: ['6.1'],
    endpoint: 'detect',
    request: (world) => ({ path: detectPath(world, lookOf(world)) }),
    check: (reply) => {
      const scores = items(reply).map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(scores.length).toBeLessThanOrEqual(32);
      for (const { score, center, b0, b1 } of items(reply)) {
        expect(Number(score.toFixed(5))).toBe(score);
        expect(center).toEqual([(b0[0] + b1[0]) / 2, (b0[1] + b1[1]) / 2]);
      }
    },
  }),
  single({
    name: 'query is path=… with the decoded address',
    mark: 'decision',
    rules: ['5.8'],
    endpoint: 'detect',
    request: (world) => ({ path: `${detectPath(world, lookOf(world))}&x=1` }),
    check: (reply, world) => expect(reply.envelope.data.query).toBe(`path=${lookOf(world)}`),
  }),
  {
    name: 'a picture without items, or with items of at most 20 px, is a success with totalCount 0',
    mark: 'decision',
    rules: ['6.2'],
    shows: [
      { endpoint: 'detect', result: 'SUCCESS' },
      { endpoint: 'tag', result: 'SUCCESS' },
      { endpoint: 'searchByPicture', result: 'NoDetectedFashionItems' },
    ],
    async run(world) {
      for (const name of ['/blank.jpg', '/tiny.png']) {
        for (const path of [detectPath(world, page(world, name)), tagPath(world, page(world, name))]) {
          const reply = await world.client.call({ path });
          expectResult(reply, 'SUCCESS');
          expect(reply.envelope.data).toMatchObject({ totalCount: 0, items: [] });
        }
        const body = new FormData();
        body.append('imageUrl', page(world, name));
        body.append('limit', '1');
        const reply = await world.client.call({ method: 'POST', path: `/services/${world.service}/search`, body });
        expectResult(reply, 'NoDetectedFashionItems');
      }
    },
  },
  ...table(
    { mark: 'contract', rules: ['7.3'], endpoint: 'detect', result: 'InvalidParam' },
    {
      'a missing path is refused': ({ service }) => ({ path: `/services/${service}/detect` }),
      'an empty path is refused': ({ service }) => ({ path: `/services/${service}/detect?path=` }),
    },
  ),
  ...table(
    { mark: 'contract', rules: ['1.3'], endpoint: 'detect', result: 'NotExistService' },
    { 'an unknown service is -42000': (world) => ({ path: `/services/not-there/detect?path=${pictureOf(world)}` }) },
  ),
];

/** Section 6: links, and searching by them. */
export const linkCases: readonly Case[] = [
  {
    name: 'a link of detect searches by exactly that item, also by the alias',
    mark: 'contract',
    rules: ['5.10', '6.4'],
    shows: [
      { endpoint: 'searchByLink', result: 'SUCCESS' },
      { endpoint: 'searchByLinkAlias', result: 'SUCCESS' },
    ],
    async run(world) {
      for (const { link } of (await detectLook(world)).slice(0, 2)) {
        const search = await world.client.call({ path: linkPath(world, link) });
        expectResult(search, 'SUCCESS');
        expect(search.envelope.data.query).toBe(`link=${link}&limit=5`);
        expect(search.envelope.data.items.length).toBeGreaterThan(0);
        const alias = await world.client.call({ path: linkPath(world, link, 'limit=5', 'image') });
        expect(alias.envelope.data).toEqual(search.envelope.data);
      }
    },
  },
  {
    name: 'the link of a catalogue picture’s item finds that very product',
    mark: 'decision',
    rules: ['5.5', '6.4'],
    shows: [],
    async run(world) {
      const { productId, imageUrl } = product(world, 1);
      const detected = items(await world.client.call({ path: detectPath(world, imageUrl) }));
      const area = ({ b0, b1 }: Item) => (b1[0] - b0[0]) * (b1[1] - b0[1]);
      const largest = detected.sort((a, b) => area(b) - area(a))[0];
      const reply = await world.client.call({ path: linkPath(world, largest?.link ?? '') });
      expect(reply.envelope.data.items[0]).toMatchObject({ productId, similarity: expect.closeTo(1, 3) });
    },
  },
  {
    name: 'a space in a link is read as +',
    mark: 'decision',
    rules: ['1.10'],
    shows: [],
    async run(world) {
      // Addresses with different tails give links in which a + occurs sooner or later.
      for (let tail = 0; tail < 64; tail++) {
        const address = `${pictureOf(world)}?${'~'.repeat(tail % 3)}${tail}%3E%3F`;
        const link = items(await world.client.call({ path: detectPath(world, address) }))[0]?.link ?? '';
        if (!link.includes('+')) continue;
        const path = `/services/${world.service}/search?limit=1&link=${link.replaceAll('=', '%3D')}`;
        return expectResult(await world.client.call({ path }), 'SUCCESS');
      }
      throw new Error('no link with a + came up');
    },
  },
  ...table(
    { mark: 'decision', rules: ['6.3'], endpoint: 'searchByLink', result: 'InvalidParam' },
    {
      'a link that we did not make is refused': (world) => ({
        path: linkPath(world, Buffer.from(JSON.stringify({ path: pictureOf(world) })).toString('base64')),
      }),
      'a link that is no base64 is refused': (world) => ({ path: linkPath(world, 'not a link!') }),
    },
  ),
  ...table(
    { mark: 'contract', rules: ['5.1'], endpoint: 'searchByLink', result: 'InvalidParam' },
    {
      'a missing link is refused': ({ service }) => ({ path: `/services/${service}/search?limit=1` }),
      'a missing limit is refused': ({ service }) => ({ path: `/services/${service}/search?link=abcd` }),
    },
  ),
  ...table(
    { mark: 'contract', rules: ['5.10'], endpoint: 'searchByLinkAlias', result: 'InvalidParam' },
    { 'the alias refuses a missing link too': ({ service }) => ({ path: `/services/${service}/image?limit=1` }) },
  ),
  {
    name: 'a forged link, and one made for another app key, are refused',
    mark: 'decision',
    rules: ['6.3'],
    shows: [{ endpoint: 'searchByLink', result: 'InvalidParam' }],
    async run(world) {
      const [item] = await detectLook(world);
      const link = item?.link ?? '';
      const read = JSON.parse(Buffer.from(link, 'base64').toString());
      const forged = Buffer.from(JSON.stringify({ ...read, path: 'http://169.254.169.254/' })).toString('base64');
      expectResult(await world.client.call({ path: linkPath(world, forged) }), 'InvalidParam');
      const stranger = await world.local?.newTenant();
      if (!stranger) throw new Error('needs a server of our own');
      const body = JSON.stringify({ serviceName: world.service });
      expectResult(await stranger.call({ method: 'POST', path: '/services', body }), 'SUCCESS');
      expectResult(await stranger.call({ path: linkPath(world, link) }), 'InvalidParam');
    },
  },
  {
    name: 'an unknown service is -42000, for the alias too',
    mark: 'decision',
    rules: ['1.3'],
    shows: [
      { endpoint: 'searchByLink', result: 'NotExistService' },
      { endpoint: 'searchByLinkAlias', result: 'NotExistService' },
    ],
    async run(world) {
      const [item] = await detectLook(world);
      for (const route of ['search', 'image']) {
        const path = `/services/not-there/${route}?limit=1&link=${encodeURIComponent(item?.link ?? '')}`;
        expectResult(await world.client.call({ path }), 'NotExistService');
      }
    },
  },
  {
    name: 'when the picture is of another size now the box is scaled, when its shape changed the item is gone',
    mark: 'decision',
    rules: ['6.4'],
    shows: [
      { endpoint: 'searchByLink', result: 'NoDetectedFashionItems' },
      { endpoint: 'searchByLinkAlias', result: 'NoDetectedFashionItems' },
    ],
    async run(world) {
      const once = async (name: string) => {
        const reply = await world.client.call({ path: detectPath(world, page(world, name)) });
        return items(reply)[0]?.link ?? '';
      };
      const scaled = await world.client.call({ path: linkPath(world, await once('/changing.jpg')) });
      expectResult(scaled, 'SUCCESS');
      for (const route of ['search', 'image']) {
        const link = await once(`/changing-shape.jpg?${route}`);
        expectResult(
          await world.client.call({ path: linkPath(world, link, 'limit=1', route) }),
          'NoDetectedFashionItems',
        );
      }
    },
  },
];

/** What goes wrong at an address, by the page that does it. */
const faults = [
  { page: '/missing', result: 'InvalidImageURLException', rules: ['7.2'] },
  { page: '/loop', result: 'InvalidImageURLException', rules: ['7.2'] },
  { page: '/inward', result: 'InvalidImageURLException', rules: ['7.2'] },
  { page: '/bad-port', result: 'InvalidImageURLException', rules: ['7.1', '7.2'] },
  { page: '/large', result: 'ImageTooLargeException', rules: ['7.1'] },
  { page: '/endless', result: 'ImageTooLargeException', rules: ['7.1'] },
  { page: '/huge.png', result: 'ImageTooLargeException', rules: ['7.4'] },
  { page: '/page.jpg', result: 'InvalidImageFormatException', rules: ['7.1'] },
  { page: '/drawing.jpg', result: 'InvalidImageFormatException', rules: ['7.1'] },
  { page: '/webp.jpg', result: 'InvalidImageFormatException', rules: ['7.1'] },
  { page: '/empty.jpg', result: 'InvalidImageFormatException', rules: ['7.1'] },
  { page: '/truncated.jpg', result: 'InvalidImageFormatException', rules: ['7.4'] },
  { page: '/silent', result: 'ImageTimeoutError', rules: ['7.1'] },
  { page: '/drip', result: 'ImageTimeoutError', rules: ['7.1'] },
] as const;

const addresses = [
  'ftp://example.com/a.jpg',
  'file:///etc/passwd',
  'data:image/png;base64,AAAA',
  'not an address',
  'http://user:pw@example.com/a.jpg',
  'http://example.com:8080/a.jpg',
  'http://example.com:9999/a.jpg',
  'http://example.com:12001/a.jpg',
  'http://10.0.0.1/a.jpg',
  'http://192.168.1.1/a.jpg',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::ffff:10.0.0.1]/a.jpg',
  'http://[fe80::1]/a.jpg',
  'http://100.64.0.1/a.jpg',
  'http://0x0a000001/a.jpg',
  'http://167772161/a.jpg',
] as const;

const byPicture = (world: World, address: string) => {
  const body = new FormData();
  body.append('imageUrl', address);
  body.append('limit', '1');
  return { method: 'POST', path: `/services/${world.service}/search`, body };
};

/** Section 7: pictures by address. */
export const addressCases: readonly Case[] = [
  ...faults.flatMap(({ page: name, result, rules }) => [
    ...table(
      { mark: 'decision', rules, endpoint: 'detect', result },
      {
        [`detect of ${name} is ${result}`]: (world) => ({ path: detectPath(world, page(world, name)) }),
      },
    ),
    ...table(
      { mark: 'decision', rules, endpoint: 'tag', result },
      {
        [`tag of ${name} is ${result}`]: (world) => ({ path: tagPath(world, page(world, name)) }),
      },
    ),
    ...table(
      { mark: 'decision', rules, endpoint: 'searchByPicture', result },
      {
        [`search by ${name} is ${result}`]: (world) => byPicture(world, page(world, name)),
      },
    ),
  ]),
  ...addresses.flatMap((address) =>
    table(
      { mark: 'decision', rules: ['7.1', '7.2', '7.3'], endpoint: 'detect', result: 'InvalidImageURLException' },
      {
        [`${address} is not fetched`]: (world) => ({ path: detectPath(world, address) }),
      },
    ),
  ),
  ...table(
    { mark: 'contract', rules: ['7.1'], endpoint: 'detect', result: 'InvalidImageURLException' },
    {
      'an address that nobody answers is -45050': (world) => ({
        path: detectPath(world, 'http://nowhere.invalid/a.jpg'),
      }),
    },
  ),
  ...table(
    { mark: 'contract', rules: ['7.1'], endpoint: 'tag', result: 'InvalidImageURLException' },
    {
      'tag: an address that nobody answers is -45050': (world) => ({
        path: tagPath(world, 'http://nowhere.invalid/a.jpg'),
      }),
    },
  ),
  ...table(
    { mark: 'decision', rules: ['7.3'], endpoint: 'detect', result: 'InvalidParam' },
    {
      'an address over 1,000 characters is refused': (world) => ({
        path: detectPath(world, `http://a.kr/${'x'.repeat(990)}`),
      }),
    },
  ),
  ...table(
    { mark: 'decision', rules: ['7.3'], endpoint: 'searchByPicture', result: 'InvalidParam' },
    {
      'an imageUrl over 1,000 characters is refused': (world) => byPicture(world, `http://a.kr/${'x'.repeat(990)}`),
      'an empty imageUrl is refused': (world) => byPicture(world, ''),
    },
  ),
  ...table(
    { mark: 'decision', rules: ['7.2'], endpoint: 'detect' },
    { 'a redirect is followed': (world) => ({ path: detectPath(world, page(world, '/moved')) }) },
  ),
  ...table(
    { mark: 'decision', rules: ['7.1'], endpoint: 'detect' },
    Object.fromEntries(
      ['/a.png', '/a.gif', '/good.jpg'].map((name) => [
        `${name} is read by its content`,
        (world: World) => ({ path: detectPath(world, page(world, name)) }),
      ]),
    ),
  ),
  {
    name: 'a picture stored sideways with an orientation is detected upright',
    mark: 'decision',
    rules: ['7.4'],
    shows: [],
    async run(world) {
      const upright = items(await world.client.call({ path: detectPath(world, page(world, '/good.jpg')) }));
      const sideways = items(await world.client.call({ path: detectPath(world, page(world, '/sideways.jpg')) }));
      expect(sideways.length).toBe(upright.length);
      for (const index of [0, 1] as const) {
        expect(sideways[0]?.center[index]).toBeCloseTo(upright[0]?.center[index] ?? Number.NaN, 1);
      }
    },
  },
  {
    name: 'a link to a picture that went away is answered as section 7 says',
    mark: 'decision',
    rules: ['6.4', '7.2'],
    shows: [
      { endpoint: 'searchByLink', result: 'InvalidImageURLException' },
      { endpoint: 'searchByLink', result: 'ImageTimeoutError' },
      { endpoint: 'searchByLink', result: 'ImageTooLargeException' },
      { endpoint: 'searchByLink', result: 'InvalidImageFormatException' },
      { endpoint: 'searchByLinkAlias', result: 'InvalidImageURLException' },
      { endpoint: 'searchByLinkAlias', result: 'ImageTimeoutError' },
      { endpoint: 'searchByLinkAlias', result: 'ImageTooLargeException' },
      { endpoint: 'searchByLinkAlias', result: 'InvalidImageFormatException' },
    ],
    async run(world) {
      const ends = {
        '/missing': 'InvalidImageURLException',
        '/silent': 'ImageTimeoutError',
        '/large': 'ImageTooLargeException',
        '/page.jpg': 'InvalidImageFormatException',
      } as const;
      for (const [name, result] of Object.entries(ends)) {
        for (const route of ['search', 'image']) {
          const address = page(world, `/turns-into${name}?${route}`);
          const link = items(await world.client.call({ path: detectPath(world, address) }))[0]?.link ?? '';
          expectResult(await world.client.call({ path: linkPath(world, link, 'limit=1', route) }), result);
        }
      }
    },
  },
];

/** Rule 7.5: tag. */
export const tagCases: readonly Case[] = [
  single({
    name: 'an item carries type, score, tags and its place',
    mark: 'contract',
    rules: ['7.5', '6.1'],
    endpoint: 'tag',
    request: (world) => ({ path: tagPath(world, pictureOf(world)) }),
    check: (reply) => {
      expect(reply.envelope.data.totalCount).toBe(1);
      const [item] = items(reply);
      expect(Object.keys(item ?? {}).sort()).toEqual(['b0', 'b1', 'center', 'score', 'tags', 'type']);
      expect(item?.tags.length).toBeGreaterThan(0);
      for (const { attribute, labels } of item?.tags ?? []) {
        expect(attribute).toMatch(/^[a-z_]+$/);
        for (const { label, score } of labels) {
          expect(label).not.toBe('');
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(1);
        }
      }
    },
  }),
  {
    name: 'labels are in the language asked for, English by default',
    mark: 'contract',
    rules: ['7.5'],
    shows: [{ endpoint: 'tag', result: 'SUCCESS' }],
    async run(world) {
      const labels = async (more: string) => {
        const [item] = items(await world.client.call({ path: tagPath(world, pictureOf(world), more) }));
        return (item?.tags ?? []).flatMap((tag) => tag.labels.map(({ label }) => label)).join(' ');
      };
      expect(await labels('')).toBe(await labels('&lang=en'));
      expect(await labels('&lang=ko')).toMatch(/\p{Script=Hangul}/u);
      expect(await labels('&lang=ja')).toMatch(/[\p{Script=Katakana}\p{Script=Han}]/u);
    },
  },
  single({
    name: 'itemLimit items come, the widest first',
    mark: 'contract',
    rules: ['7.5'],
    endpoint: 'tag',
    request: (world) => ({ path: tagPath(world, lookOf(world), '&itemLimit=4') }),
    check: (reply) => {
      const widths = items(reply).map(({ b0, b1 }) => b1[0] - b0[0]);
      expect(widths.length).toBeGreaterThan(1);
      expect(widths.length).toBeLessThanOrEqual(4);
      expect(widths).toEqual([...widths].sort((a, b) => b - a));
    },
  }),
  single({
    name: 'query echoes path, lang and itemLimit in the table’s order',
    mark: 'decision',
    rules: ['5.8'],
    endpoint: 'tag',
    request: (world) => ({
      path: `/services/${world.service}/tag?itemLimit=2&lang=ko&path=${encodeURIComponent(pictureOf(world))}`,
    }),
    check: (reply, world) => expect(reply.envelope.data.query).toBe(`path=${pictureOf(world)}&lang=ko&itemLimit=2`),
  }),
  ...table(
    { mark: 'contract', rules: ['7.5'], endpoint: 'tag', result: 'InvalidParam' },
    Object.fromEntries(
      ['&lang=fr', '&itemLimit=0', '&itemLimit=5', '&itemLimit=x'].map((more) => [
        `${more} is refused`,
        (world: World) => ({ path: tagPath(world, pictureOf(world), more) }),
      ]),
    ),
  ),
  ...table(
    { mark: 'contract', rules: ['7.3'], endpoint: 'tag', result: 'InvalidParam' },
    { 'a missing path is refused by tag': ({ service }) => ({ path: `/services/${service}/tag` }) },
  ),
  ...table(
    { mark: 'decision', rules: ['7.1'], endpoint: 'tag', result: 'ImageTooLargeException' },
    { 'tag takes 1 MB, not 5': (world) => ({ path: tagPath(world, page(world, '/over-tag-limit')) }) },
  ),
  ...table(
    { mark: 'contract', rules: ['1.3'], endpoint: 'tag', result: 'NotExistService' },
    {
      'tag of an unknown service is -42000': (world) => ({ path: `/services/not-there/tag?path=${pictureOf(world)}` }),
    },
  ),
];
