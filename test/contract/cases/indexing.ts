import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Reply } from '../../harness/rest.js';
import { type Case, expectResult, single, table } from '../case.js';
import { pictureOf, type World } from '../world.js';

/** An index form. */
function indexForm(
  fields: Readonly<Record<string, string>>,
  file?: string | Uint8Array,
  filename = 'products.jsonl',
): FormData {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) body.append(field, value);
  if (file !== undefined) body.append('file', new Blob([file as string | ArrayBuffer]), filename);
  return body;
}

const post = (world: World, service: string, body: FormData): Promise<Reply> =>
  world.client.call({ method: 'POST', path: `/services/${service}/indexes`, body });
const request = (body: () => FormData) => (world: World) => ({
  method: 'POST',
  path: `/services/${world.service}/indexes`,
  body: body(),
});

/** An enable line with the picture of a fixture product. */
const line = (world: World, productId: string, index = 0, more: object = {}) => ({
  productId,
  status: 'enable',
  name: productId,
  imageUrl: pictureOf(world, index),
  ...more,
});
const gone = (productId: string) => ({ productId, status: 'disable' });
const count = async (world: World, service: string): Promise<number> =>
  (await world.client.call({ path: `/services/${service}` })).envelope.data.documentCount;

const counts = (job: object) => Object.fromEntries(Object.entries(job).filter(([key]) => key.endsWith('Count')));
const none = { addedCount: 0, updatedCount: 0, deletedCount: 0, failedCount: 0, exceededCount: 0 };

/** Rules 8.1–8.4: the index request. */
export const indexRequestCases: readonly Case[] = [
  {
    name: 'a JSONL file is accepted with an index id, and its job ends',
    mark: 'contract',
    rules: ['8.1', '8.4', '8.6'],
    shows: [
      { endpoint: 'createIndex', result: 'SUCCESS' },
      { endpoint: 'getIndex', result: 'SUCCESS' },
    ],
    run: (world) =>
      world.withService(async (service) => {
        const reply = await post(world, service, indexForm({ format: 'jsonl' }, JSON.stringify(line(world, 'a'))));
        expectResult(reply, 'SUCCESS');
        expect(reply.envelope.data).toEqual({ indexId: expect.any(String) });
        const job = await world.client.ended(service, reply.envelope.data.indexId);
        expect(job).toMatchObject({ status: 'finished', addedCount: 1, addedProductIds: ['a'], totalCount: 1 });
      }),
  },
  {
    name: 'a CSV file has nine columns and no header',
    mark: 'contract',
    rules: ['8.1', '8.5'],
    shows: [{ endpoint: 'createIndex', result: 'SUCCESS' }],
    run: (world) =>
      world.withService(async (service) => {
        const picture = pictureOf(world);
        const job = await world.client.index(
          service,
          `a,enable,Red coat,1,2,3,${picture},x,\nb,disable,,,,,,,\n`,
          'csv',
        );
        expect(counts(job)).toEqual({ ...none, addedCount: 1, deletedCount: 1, totalCount: 2 });
        const search = await world.client.call({ path: `/services/${service}/products/a/search?limit=1` });
        expectResult(search, 'SUCCESS');
      }),
  },
  ...table(
    { mark: 'contract', rules: ['8.1'], endpoint: 'createIndex', result: 'InvalidParam' },
    {
      'an unknown format is refused': request(() => indexForm({ format: 'xml' }, '{}')),
      'a missing format is refused': request(() => indexForm({}, '{}')),
    },
  ),
  ...table(
    { mark: 'decision', rules: ['8.2'], endpoint: 'createIndex', result: 'InvalidParam' },
    { 'neither link nor file is refused': request(() => indexForm({ format: 'jsonl' })) },
  ),
  ...table(
    { mark: 'contract', rules: ['8.1'], endpoint: 'createIndex', result: 'NoDataError' },
    { 'an empty file is -40020': request(() => indexForm({ format: 'jsonl' }, '')) },
  ),
  ...table(
    { mark: 'decision', rules: ['8.1'], endpoint: 'createIndex', result: 'NoDataError' },
    { 'a file that is a BOM only is empty': request(() => indexForm({ format: 'csv' }, '\uFEFF')) },
  ),
  ...table(
    { mark: 'contract', rules: ['8.1'], endpoint: 'createIndex', result: 'ExceedDataSizeError' },
    {
      'a file over 5 MB is -40030': request(() =>
        indexForm({ format: 'jsonl' }, new Uint8Array(5 * 1_048_576 + 1).fill(32)),
      ),
      'a file of 10,001 lines is -40030': request(() =>
        indexForm(
          { format: 'jsonl' },
          Array(10_001)
            .fill(JSON.stringify(gone('a')))
            .join('\n'),
        ),
      ),
    },
  ),
  ...table(
    { mark: 'contract', rules: ['8.1'], endpoint: 'createIndex', result: 'InvalidFileError' },
    {
      'an error in the first line is -40010': request(() => indexForm({ format: 'jsonl' }, `{"productId": 1}\n`)),
      'a first line that is no JSON is -40010': request(() => indexForm({ format: 'jsonl' }, 'a,enable')),
      'a first CSV line of eight columns is -40010': request(() =>
        indexForm({ format: 'csv' }, 'a,enable,n,1,2,3,http://a.kr/,x'),
      ),
      'a link that nobody answers is -40010': request(() =>
        indexForm({ format: 'jsonl', link: 'http://nowhere.invalid/a.jsonl' }),
      ),
    },
  ),
  ...table(
    { mark: 'decision', rules: ['8.1'], endpoint: 'createIndex', result: 'InvalidFileError' },
    {
      'the first line comes before the number of lines': request(() =>
        indexForm({ format: 'jsonl' }, `x\n${Array(10_001).fill('{}').join('\n')}`),
      ),
      'a body that is not multipart is -40010': ({ service }) => ({
        method: 'POST',
        path: `/services/${service}/indexes`,
        body: 'format=jsonl',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      }),
      'a truncated body is -40010': ({ service }) => ({
        method: 'POST',
        path: `/services/${service}/indexes`,
        body: '--b\r\nContent-Disposition: form-data; name="format"\r\n\r\njsonl',
        headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
      }),
      'a link with credentials is -40010': request(() =>
        indexForm({ format: 'jsonl', link: 'http://u:p@a.kr/a.jsonl' }),
      ),
      'a link to a private address is -40010': request(() => indexForm({ format: 'jsonl', link: 'http://10.0.0.1/a' })),
      'a link to a port that is not allowed is -40010': request(() =>
        indexForm({ format: 'jsonl', link: 'http://example.com:8080/a' }),
      ),
      'a link that is no address is -40010': request(() => indexForm({ format: 'jsonl', link: 'nonsense' })),
      'a link of over 1,000 characters is -40010': request(() =>
        indexForm({ format: 'jsonl', link: `http://a.kr/${'x'.repeat(990)}` }),
      ),
      'a link that is not there is -40010': (world) => ({
        method: 'POST',
        path: `/services/${world.service}/indexes`,
        body: indexForm({ format: 'jsonl', link: `${world.local?.pages}/missing` }),
      }),
    },
  ),
  ...table(
    { mark: 'decision', rules: ['8.2'], endpoint: 'createIndex', result: 'ExceedDataSizeError' },
    {
      'a link to over 5 MB is -40030': (world) => ({
        method: 'POST',
        path: `/services/${world.service}/indexes`,
        body: indexForm({ format: 'jsonl', link: `${world.local?.pages}/large.jsonl` }),
      }),
    },
  ),
  {
    name: 'a link wins over a file, and gives the job its file name',
    mark: 'decision',
    rules: ['8.2', '8.9'],
    shows: [{ endpoint: 'createIndex', result: 'SUCCESS' }],
    run: (world) =>
      world.withService(async (service) => {
        const fields = { format: 'jsonl', link: `${world.local?.pages}/data.jsonl?x=/y` };
        const reply = await post(world, service, indexForm(fields, 'not even read'));
        expectResult(reply, 'SUCCESS');
        const job = await world.client.ended(service, reply.envelope.data.indexId);
        expect(job).toMatchObject({ filename: 'data.jsonl', deletedProductIds: ['gone'] });
      }),
  },
  {
    name: 'an upload’s file name is kept without directories',
    mark: 'decision',
    rules: ['8.9'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const body = indexForm({ format: 'jsonl' }, JSON.stringify(gone('a')), 'C:\\data\\상품.jsonl');
        const { envelope } = await post(world, service, body);
        expect(await world.client.ended(service, envelope.data.indexId)).toMatchObject({ filename: '상품.jsonl' });
      }),
  },
  {
    name: 'of two requests for one service at the same time the later is -40080; jobs that wait are none',
    mark: 'decision',
    rules: ['8.3', '8.4'],
    shows: [{ endpoint: 'createIndex', result: 'TooManyRequestError' }],
    run: (world) =>
      world.withService(async (service) => {
        const { openRequest } = await import('../../harness/open-request.js');
        const path = `/v2.0/appkeys/${world.client.appKey}/services/${service}/indexes`;
        const first = await openRequest(world.client, path);
        const small = () => indexForm({ format: 'jsonl' }, JSON.stringify(gone('a')));
        // The slot is decided when the first request's head arrives: ask until it did.
        let later = await post(world, service, small());
        for (let tries = 0; later.envelope.header.resultCode === 0 && tries < 100; tries++) {
          await pause(10);
          later = await post(world, service, small());
        }
        expectResult(later, 'TooManyRequestError');
        expectResult(await first.finish('jsonl', JSON.stringify(gone('b'))), 'SUCCESS');
        for (let job = 0; job < 3; job++) expectResult(await post(world, service, small()), 'SUCCESS');
      }),
  },
  {
    name: 'a client that leaves frees the slot at once',
    mark: 'decision',
    rules: ['8.3'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const { openRequest } = await import('../../harness/open-request.js');
        const path = `/v2.0/appkeys/${world.client.appKey}/services/${service}/indexes`;
        const first = await openRequest(world.client, path);
        first.abandon();
        const body = () => indexForm({ format: 'jsonl' }, JSON.stringify(gone('a')));
        const start = performance.now();
        let reply = await post(world, service, body());
        while (reply.envelope.header.resultCode === -40080 && performance.now() - start < 5_000) {
          await pause(20);
          reply = await post(world, service, body());
        }
        expectResult(reply, 'SUCCESS');
      }),
  },
  {
    name: 'a request whose service is deleted under it is -42000, whatever its body turns out to be',
    mark: 'decision',
    rules: ['4.2', '1.3'],
    shows: [{ endpoint: 'createIndex', result: 'NotExistService' }],
    async run(world) {
      const { offerRequest } = await import('../../harness/open-request.js');
      const bodies = [
        ['jsonl', JSON.stringify(gone('a'))],
        ['jsonl', 'no JSON'],
        ['xml', ''],
      ] as const;
      for (const [format, file] of bodies) {
        const open = await world.withService((service) =>
          offerRequest(world.client, `/v2.0/appkeys/${world.client.appKey}/services/${service}/indexes`),
        );
        if (!('finish' in open)) throw new Error(`the request was refused: ${open.text}`);
        expectResult(await open.finish(format, file), 'NotExistService');
      }
    },
  },
  {
    name: 'a refusal before the body’s end answers Expect: 100-continue without asking for the body',
    mark: 'decision',
    rules: ['1.9'],
    shows: [{ endpoint: 'createIndex', result: 'NotExistService' }],
    async run(world) {
      const { expectContinue } = await import('../../harness/open-request.js');
      const path = `/v2.0/appkeys/${world.client.appKey}/services/not-there/indexes`;
      const { asked, reply } = await expectContinue(world.client, path);
      expect(asked).toBe(false);
      expectResult(reply, 'NotExistService');
    },
  },
  single({
    name: 'an unknown service is -42000',
    mark: 'contract',
    rules: ['1.3'],
    endpoint: 'createIndex',
    result: 'NotExistService',
    request: () => ({
      method: 'POST',
      path: '/services/not-there/indexes',
      body: indexForm({ format: 'jsonl' }, '{}'),
    }),
  }),
];

/** Rules 8.5–8.8 and 8.12: what a job does. */
export const jobCases: readonly Case[] = [
  {
    name: 'enable adds and updates, disable deletes, every line ends in one count',
    mark: 'contract',
    rules: ['8.6', '8.7'],
    shows: [{ endpoint: 'getIndex', result: 'SUCCESS' }],
    run: (world) =>
      world.withService(async (service) => {
        const { client } = world;
        await client.index(service, [line(world, 'a'), line(world, 'b', 1), line(world, 'c', 2)]);
        const missing = { ...line(world, 'e'), imageUrl: `${world.pictures}/not-there.jpg` };
        const job = await client.index(service, [
          line(world, 'a', 3, { name: 'new' }),
          gone('b'),
          line(world, 'd', 4),
          missing,
        ]);
        expect(job).toMatchObject({
          status: 'finished',
          addedProductIds: ['d'],
          updatedProductIds: ['a'],
          deletedProductIds: ['b'],
          failedProductIds: ['e'],
          exceededProductIds: [],
        });
        expect(counts(job)).toEqual({
          addedCount: 1,
          updatedCount: 1,
          deletedCount: 1,
          failedCount: 1,
          exceededCount: 0,
          totalCount: 4,
        });
        expect(await count(world, service)).toBe(3);
        const search = await client.call({ path: `/services/${service}/products/c/search?limit=5` });
        const found = search.envelope.data.items.map((item: { productId: string; name: string }) => [
          item.productId,
          item.name,
        ]);
        expect(found.sort()).toEqual([
          ['a', 'new'],
          ['d', 'd'],
        ]);
      }),
  },
  {
    name: 'lines take effect in file order: the last of one product wins, disabling an unknown one counts as deleted',
    mark: 'decision',
    rules: ['8.6'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const lines = [
          line(world, 'a'),
          line(world, 'a', 1, { name: 'second' }),
          gone('x'),
          line(world, 'b', 2),
          gone('b'),
          line(world, 'q', 3),
        ];
        const job = await world.client.index(service, lines);
        expect(counts(job)).toEqual({ ...none, addedCount: 3, updatedCount: 1, deletedCount: 2, totalCount: 6 });
        expect(job.addedProductIds).toEqual(['a', 'b', 'q']);
        const search = await world.client.call({ path: `/services/${service}/products/q/search?limit=9` });
        expect(search.envelope.data.items).toMatchObject([
          { productId: 'a', name: 'second', imageUrl: pictureOf(world, 1) },
        ]);
      }),
  },
  {
    name: 'a failed update leaves the old document; a job all of whose lines failed has failed',
    mark: 'decision',
    rules: ['8.6', '8.8'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        await world.client.index(service, [line(world, 'a'), line(world, 'b', 1)]);
        const broken = { ...line(world, 'a'), name: 'changed', imageUrl: `${world.pictures}/not-there.jpg` };
        const job = await world.client.index(service, [broken]);
        expect(job).toMatchObject({ status: 'failed', failedProductIds: ['a'] });
        const search = await world.client.call({ path: `/services/${service}/products/b/search?limit=1` });
        expect(search.envelope.data.items).toMatchObject([{ productId: 'a', name: 'a' }]);
      }),
  },
  {
    name: 'lines fail for what is wrong with them, and ?include=failures says why',
    mark: 'decision',
    rules: ['8.5', '8.7', '8.11', '7.3'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const pages = world.local?.pages ?? '';
        const good = line(world, 'good');
        const cases: readonly [string | object, string][] = [
          ['', 'InvalidLine'],
          ['{"productId": "x"', 'InvalidLine'],
          ['[]', 'InvalidLine'],
          [{ ...good, ignored: 'x'.repeat(65_536) }, 'InvalidLine'],
          [{ ...good, productId: '' }, 'InvalidLine'],
          [{ ...good, productId: 'p'.repeat(73) }, 'InvalidLine'],
          [{ ...good, productId: 7 }, 'InvalidLine'],
          [{ ...good, status: 'ENABLE' }, 'InvalidLine'],
          [{ ...good, name: '' }, 'InvalidLine'],
          [{ ...good, name: 'n'.repeat(257) }, 'InvalidLine'],
          [{ ...good, s1: 's'.repeat(73) }, 'InvalidLine'],
          [{ ...good, category1Id: 1 }, 'InvalidLine'],
          [{ ...good, name: 'a\u0000b' }, 'InvalidLine'],
          ['{"productId":"l","status":"enable","name":"\\ud800","imageUrl":"http://a.kr/"}', 'InvalidLine'],
          [{ ...good, imageUrl: `${pages}/missing` }, 'InvalidImageURLException'],
          [{ ...good, imageUrl: 'http://10.0.0.1/a.jpg' }, 'InvalidImageURLException'],
          [{ ...good, imageUrl: 'http://u:p@a.kr/a.jpg' }, 'InvalidImageURLException'],
          [{ ...good, imageUrl: `${pages}/page.jpg` }, 'InvalidImageFormatException'],
          [{ ...good, imageUrl: `${pages}/truncated.jpg` }, 'InvalidImageFormatException'],
          [{ ...good, imageUrl: `${pages}/blank.jpg` }, 'NoDetectedFashionItems'],
        ];
        const text = [good, ...cases.map(([content]) => content)]
          .map((content) => (typeof content === 'string' ? content : JSON.stringify(content)))
          .join('\n');
        const job = await world.client.index(service, text);
        const reasons = job.failures?.map(({ line: number, reason }) => [number, reason]);
        expect(reasons).toEqual(cases.map(([, reason], index) => [index + 2, reason]));
        expect(counts(job)).toEqual({
          ...none,
          addedCount: 1,
          failedCount: cases.length,
          totalCount: cases.length + 1,
        });
        expect(job.addedProductIds).toEqual(['good']);
      }),
  },
  {
    name: 'limits count code points; unknown keys are ignored; a BOM and a final line break are fine',
    mark: 'decision',
    rules: ['8.5'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const wide = line(world, '👗'.repeat(72), 0, { name: '상'.repeat(256), s1: '가'.repeat(72), price: 12_000 });
        const job = await world.client.index(
          service,
          `\uFEFF${JSON.stringify(wide)}\r\n${JSON.stringify(gone('x'))}\n`,
        );
        expect(counts(job)).toEqual({ ...none, addedCount: 1, deletedCount: 1, totalCount: 2 });
      }),
  },
  {
    name: 'CSV is RFC 4180: quotes, commas and line breaks inside quotes; lines are records',
    mark: 'decision',
    rules: ['8.5'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const csv = [
          `a,enable,"Coat, ""red""\nand long",1,2,3,${pictureOf(world)},x,y`,
          `b,enable,too,few,columns`,
          `c,enable,Plain,,,,${pictureOf(world, 1)},,`,
        ].join('\r\n');
        const job = await world.client.index(service, csv, 'csv');
        expect(job).toMatchObject({ addedProductIds: ['a', 'c'], failedCount: 1, totalCount: 3 });
        expect(job.failures).toMatchObject([{ line: 2, reason: 'InvalidLine' }]);
        const search = await world.client.call({ path: `/services/${service}/products/c/search?limit=1` });
        expect(search.envelope.data.items).toMatchObject([{ productId: 'a', name: 'Coat, "red"\nand long' }]);
      }),
  },
  {
    name: 'a connection error is tried once more',
    mark: 'decision',
    rules: ['8.7'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const imageUrl = `${world.local?.pages}/fails-once.jpg?${service}`;
        const job = await world.client.index(service, [{ ...line(world, 'a'), imageUrl }]);
        expect(job).toMatchObject({ addedCount: 1, failedCount: 0 });
      }),
  },
  {
    name: 'times are unix seconds in order',
    mark: 'decision',
    rules: ['8.8'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const job = (await world.client.index(service, [gone('a')])) as unknown as Record<string, number>;
        const now = Math.floor(Date.now() / 1000);
        const times = ['requestedTime', 'startTime', 'finishTime'].map((key) => job[key] ?? Number.NaN);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const time of times) {
          expect(Number.isInteger(time)).toBe(true);
          expect(Math.abs(time - now)).toBeLessThan(60);
        }
      }),
  },
  {
    name: 'an update with an unchanged picture keeps its neighbours',
    mark: 'decision',
    rules: ['8.12'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const path = `/services/${service}/products/a/search?limit=3`;
        await world.client.index(service, [line(world, 'a'), line(world, 'b', 1), line(world, 'c', 2)]);
        const before = await world.client.call({ path });
        const job = await world.client.index(service, [line(world, 'a', 0, { name: 'renamed' })]);
        expect(job.updatedProductIds).toEqual(['a']);
        expect((await world.client.call({ path })).envelope.data).toEqual(before.envelope.data);
      }),
  },
];

const listPath = (service: string, query: string) => `/services/${service}/indexes?${query}`;

/** Rules 8.8–8.11: list and detail of jobs. */
export const jobListCases: readonly Case[] = [
  ...table(
    { mark: 'contract', rules: ['8.10'], endpoint: 'listIndexes', result: 'InvalidParam' },
    Object.fromEntries(
      [
        'start=0',
        'limit=10',
        'start=-1&limit=10',
        'start=0&limit=0',
        'start=0&limit=101',
        'start=901&limit=100',
        'start=0&limit=10&order=name:asc',
        'start=0&limit=10&order=startTime:up',
        'start=0&limit=10&statuses=done',
      ].map((query) => [`?${query} is refused`, ({ service }: World) => ({ path: listPath(service, query) })]),
    ),
  ),
  ...table(
    { mark: 'decision', rules: ['8.10', '1.10'], endpoint: 'listIndexes', result: 'InvalidParam' },
    {
      'status and statuses together are refused': ({ service }) => ({
        path: listPath(service, 'start=0&limit=10&status=running&statuses=finished'),
      }),
      'an order without a direction is refused': ({ service }) => ({
        path: listPath(service, 'start=0&limit=10&order=startTime'),
      }),
    },
  ),
  ...table(
    { mark: 'contract', rules: ['8.10'], endpoint: 'listIndexes' },
    Object.fromEntries(
      [
        'start=0&limit=100',
        'start=900&limit=100',
        'start=0&limit=10&statuses=running,finished',
        'start=0&limit=10&status=running,finished&order=startTime:desc',
        ...[
          'requestedTime',
          'startTime',
          'finishTime',
          'addedCount',
          'failedCount',
          'deletedCount',
          'exceededCount',
          'updatedCount',
          'totalCount',
        ].map((field) => `start=0&limit=10&order=${field}:asc`),
      ].map((query) => [`?${query} is accepted`, ({ service }: World) => ({ path: listPath(service, query) })]),
    ),
  ),
  {
    name: 'jobs are listed newest first, filtered and sorted as asked, ties by acknowledgement the same way round',
    mark: 'decision',
    rules: ['8.9', '8.10'],
    shows: [{ endpoint: 'listIndexes', result: 'SUCCESS' }],
    run: (world) =>
      world.withService(async (service) => {
        const { client } = world;
        const one = await client.index(service, [gone('a')]);
        const two = await client.index(service, [gone('a'), gone('b')]);
        const bad = await client.index(service, [{ ...line(world, 'z'), imageUrl: 'http://10.0.0.1/' }]);
        const listed = async (query: string) => {
          const { envelope } = await client.call({ path: listPath(service, query) });
          return { total: envelope.data.total, ids: envelope.data.items.map((item: { id: string }) => item.id) };
        };
        expect(await listed('start=0&limit=10')).toEqual({ total: 3, ids: [bad.id, two.id, one.id] });
        expect(await listed('start=1&limit=1')).toEqual({ total: 3, ids: [two.id] });
        expect(await listed('start=0&limit=10&statuses=failed')).toEqual({ total: 1, ids: [bad.id] });
        expect(await listed('start=0&limit=10&order=deletedCount:desc')).toEqual({
          total: 3,
          ids: [two.id, one.id, bad.id],
        });
        expect(await listed('start=0&limit=10&order=exceededCount:desc')).toEqual({
          total: 3,
          ids: [bad.id, two.id, one.id],
        });
        expect(await listed('start=0&limit=10&order=exceededCount:asc')).toEqual({
          total: 3,
          ids: [one.id, two.id, bad.id],
        });
        const { envelope } = await client.call({ path: listPath(service, 'start=0&limit=1&order=requestedTime:asc') });
        const { id, ...item } = envelope.data.items[0];
        expect(id).toBe(one.id);
        expect(item).toEqual({
          serviceName: service,
          filename: 'products.jsonl',
          status: 'finished',
          requestedTime: expect.any(Number),
          startTime: expect.any(Number),
          finishTime: expect.any(Number),
          ...none,
          deletedCount: 1,
          totalCount: 1,
        });
      }),
  },
  {
    name: 'the detail has total 1 and one item with the id lists',
    mark: 'contract',
    rules: ['8.11'],
    shows: [{ endpoint: 'getIndex', result: 'SUCCESS' }],
    run: (world) =>
      world.withService(async (service) => {
        const job = await world.client.index(service, [line(world, 'a'), gone('b')]);
        const { envelope } = await world.client.call({ path: `/services/${service}/indexes/${job.id}` });
        expect(envelope.data).toMatchObject({
          total: 1,
          items: [
            {
              id: job.id,
              serviceName: service,
              status: 'finished',
              addedProductIds: ['a'],
              deletedProductIds: ['b'],
              updatedProductIds: [],
              failedProductIds: [],
              exceededProductIds: [],
            },
          ],
        });
        expect(envelope.data.items).toHaveLength(1);
        expect(envelope.data.items[0]).not.toHaveProperty('failures');
      }),
  },
  ...table(
    { mark: 'contract', rules: ['8.11'], endpoint: 'getIndex', result: 'NotFoundIndexId' },
    {
      'an unknown index id is -40090': ({ service }) => ({
        path: `/services/${service}/indexes/24bb94b3-8a6b-488e-b038-4f6038da2596`,
      }),
    },
  ),
  ...table(
    { mark: 'decision', rules: ['1.10', '8.11'], endpoint: 'getIndex', result: 'NotFoundIndexId' },
    Object.fromEntries(
      ['x', '%00', '0', 'a%2Fb', 'x'.repeat(400)].map((id) => [
        `the index id ${id.slice(0, 10)} is at worst unknown`,
        ({ service }: World) => ({ path: `/services/${service}/indexes/${id}` }),
      ]),
    ),
  ),
  ...table(
    { mark: 'contract', rules: ['1.3'], endpoint: 'listIndexes', result: 'NotExistService' },
    { 'the jobs of an unknown service are -42000': () => ({ path: listPath('not-there', 'start=0&limit=1') }) },
  ),
  ...table(
    { mark: 'contract', rules: ['4.1'], endpoint: 'listIndexes', result: 'InvalidParam' },
    { 'the jobs of a wrong service name are -40000': () => ({ path: listPath('Not.There', 'start=0&limit=1') }) },
  ),
  ...table(
    { mark: 'contract', rules: ['4.1'], endpoint: 'getIndex', result: 'InvalidParam' },
    { 'the job of a wrong service name is -40000': () => ({ path: '/services/Not.There/indexes/x' }) },
  ),
  {
    name: 'a canceled job keeps what was done, and its untouched lines are in no count',
    mark: 'decision',
    rules: ['8.6', '8.8'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const slow = (index: number) => ({
          ...line(world, `s${index}`),
          imageUrl: `${world.local?.pages}/slow.jpg?${service}${index}`,
        });
        const body = indexForm(
          { format: 'jsonl' },
          Array.from({ length: 400 }, (_, index) => JSON.stringify(slow(index))).join('\n'),
        );
        const { envelope } = await post(world, service, body);
        await world.local?.operator.cancelJob(world.client.appKey, service, envelope.data.indexId);
        const job = await world.client.ended(service, envelope.data.indexId);
        expect(job.status).toBe('canceled');
        expect(job.totalCount).toBe(400);
        expect(job.addedCount + job.failedCount).toBeLessThan(400);
        expect(await count(world, service)).toBe(job.addedCount);
      }),
  },
];
