import { expect } from 'vitest';
import { send } from '../../harness/rest.js';
import { type Case, expectResult, single, table } from '../case.js';
import { product } from '../world.js';

/** Section 1: envelope, order of checks. */
export const envelopeCases: readonly Case[] = [
  single({
    name: 'a success is HTTP 200 with isSuccessful, 0 and SUCCESS',
    mark: 'contract',
    rules: ['1.1'],
    endpoint: 'listServices',
    request: () => ({ path: '/services' }),
    check: (reply) => expect(reply.headers['content-type']).toMatch(/^application\/json/),
  }),
  single({
    name: 'an error is HTTP 200 with its code and constant, and has no data',
    mark: 'contract',
    rules: ['1.1'],
    endpoint: 'getService',
    result: 'InvalidParam',
    request: () => ({ path: '/services/Not_a_name' }),
  }),
  {
    name: 'an unknown path is HTTP 404 with -40400',
    mark: 'decision',
    rules: ['1.2'],
    shows: [],
    async run({ client }) {
      for (const path of [
        '/',
        '/v2.0',
        '/v1.0/appkeys/x/services',
        `/v2.0/appkeys/${client.appKey}/services/a/nothing`,
      ]) {
        const reply = await send(client.baseUrl, { path });
        expect(reply.status).toBe(404);
        expect(reply.envelope.header).toMatchObject({
          isSuccessful: false,
          resultCode: -40400,
          resultMessage: 'NoApiFound',
        });
      }
    },
  },
  {
    name: 'a known path with another method is HTTP 405 with Allow and -40000',
    mark: 'decision',
    rules: ['1.2'],
    shows: [],
    async run({ client }) {
      const reply = await client.call({ method: 'PUT', path: '/services' });
      expect(reply.status).toBe(405);
      expect(reply.headers.allow?.split(', ').sort()).toEqual(['GET', 'POST']);
      expect(reply.envelope.header.resultCode).toBe(-40000);
      const search = await client.call({ method: 'DELETE', path: '/services/abc/search' });
      expect(search.headers.allow?.split(', ').sort()).toEqual(['GET', 'POST']);
    },
  },
  {
    name: 'operator routes use ordinary HTTP and need no key',
    mark: 'decision',
    rules: ['1.2'],
    shows: [],
    async run({ client: { baseUrl }, local }) {
      expect((await send(baseUrl, { path: '/healthz' })).status).toBe(200);
      const ready = await send(baseUrl, { path: '/readyz' });
      expect(ready.status).toBe(200);
      expect(JSON.parse(ready.text)).toMatchObject({ degraded: [] });
      expect((await send(baseUrl, { path: '/metrics' })).text).toContain('openfashion_requests_in_flight');
      const metrics = await local?.metrics();
      for (const name of [
        'openfashion_requests_total{route="createIndex",result="SUCCESS"}',
        'openfashion_request_duration_seconds_bucket',
        'openfashion_download_duration_seconds_count{outcome="SUCCESS"}',
        'openfashion_decode_duration_seconds_count',
        'openfashion_inference_queue_wait_seconds_count{model="detect",lane="indexing"}',
        'openfashion_inference_batch_size_bucket',
        'openfashion_inference_batch_duration_seconds_count{model="embed"}',
        'openfashion_store_duration_seconds_count{store="catalog",operation="apply"}',
        'openfashion_index_jobs_total{status="finished"}',
        'openfashion_index_lines_total{outcome="added"}',
        'openfashion_index_line_failures_total',
        'openfashion_index_chunks_in_hand',
        'openfashion_index_backlog{of="lines"}',
        'openfashion_index_backlog{of="deadLetters"}',
        'openfashion_index_oldest_job_age_seconds',
        'openfashion_documents',
      ]) {
        expect(metrics).toContain(name);
      }
      const openApi = await send(baseUrl, { path: '/openapi.json' });
      expect(JSON.parse(openApi.text)).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./) });
    },
  },
  ...table(
    { mark: 'decision', rules: ['1.3'], endpoint: 'searchByProduct', result: 'UnauthorizedAppKeyOrSecretKey' },
    {
      'credentials come before parameters': () => ({
        path: '/services/NOT/products/x/search?limit=0',
        headers: { Authorization: 'wrong' },
      }),
    },
  ),
  ...table(
    { mark: 'decision', rules: ['1.3'], endpoint: 'searchByProduct', result: 'InvalidParam' },
    { 'parameters come before the service': () => ({ path: '/services/nowhere/products/x/search?limit=0' }) },
  ),
  ...table(
    { mark: 'decision', rules: ['1.3'], endpoint: 'searchByProduct', result: 'NotExistService' },
    { 'the service comes before the product': () => ({ path: '/services/nowhere/products/x/search?limit=1' }) },
  ),
  ...table(
    { mark: 'decision', rules: ['1.3'], endpoint: 'getIndex', result: 'NotExistService' },
    { 'the service comes before the index id': () => ({ path: '/services/nowhere/indexes/x' }) },
  ),
  ...table(
    { mark: 'decision', rules: ['1.3'], endpoint: 'detect', result: 'NotExistService' },
    {
      'the service comes before the picture': () => ({ path: '/services/nowhere/detect?path=http://nowhere.invalid/' }),
    },
  ),
  ...table(
    { mark: 'decision', rules: ['1.3'], endpoint: 'searchByPicture', result: 'NotExistService' },
    {
      'the service comes before a form’s fields': () => {
        const body = new FormData();
        body.append('limit', '0');
        return { method: 'POST', path: '/services/nowhere/search', body };
      },
    },
  ),
  ...table(
    { mark: 'decision', rules: ['1.3'], endpoint: 'createIndex', result: 'NotExistService' },
    {
      'the service comes before an index form’s fields': () => ({
        method: 'POST',
        path: '/services/nowhere/indexes',
        body: new FormData(),
      }),
    },
  ),
  single({
    name: 'detail says in words what was wrong and names the field',
    mark: 'decision',
    rules: ['1.5'],
    endpoint: 'searchByProduct',
    result: 'InvalidParam',
    request: ({ service }) => ({ path: `/services/${service}/products/x/search?limit=201` }),
    check: (reply) => expect(reply.envelope.header.detail).toBe('limit: must be 1 to 200'),
  }),
  {
    name: 'X-Request-Id is the caller’s if it is valid, else a new one',
    mark: 'decision',
    rules: ['1.6'],
    shows: [],
    async run({ client }) {
      const id = async (sent: string | undefined) => {
        const headers = sent === undefined ? {} : { 'X-Request-Id': sent };
        return (await client.call({ path: '/services', headers })).headers['x-request-id'];
      };
      expect(await id('abc-123')).toBe('abc-123');
      for (const sent of [undefined, 'with space', 'x'.repeat(129)]) {
        const given = await id(sent);
        expect(given).not.toBe(sent);
        expect(given).toMatch(/^[\x21-\x7e]{1,128}$/);
      }
    },
  },
  {
    name: 'optional fields that are empty are left out, never null',
    mark: 'decision',
    rules: ['1.6'],
    shows: [],
    run: (world) =>
      world.withService(async (service) => {
        const { productId, name, imageUrl } = product(world);
        const lines = [
          { productId: 'a', status: 'enable', name, imageUrl, s1: '' },
          { productId, status: 'enable', name, imageUrl },
        ];
        await world.client.index(service, lines);
        const path = `/services/${service}/products/a/search?limit=5&includeDuplicates=true`;
        const { envelope } = await world.client.call({ path });
        expect(Object.keys(envelope.data.items[0]).sort()).toEqual(['imageUrl', 'name', 'productId', 'similarity']);
      }),
  },
  single({
    name: 'an unknown service is -42000 also where the guide’s table forgets it',
    mark: 'decision',
    rules: ['1.7'],
    endpoint: 'getService',
    result: 'NotExistService',
    request: () => ({ path: '/services/nowhere' }),
  }),
  ...table(
    { mark: 'decision', rules: ['1.8'], endpoint: 'searchByProduct', result: 'InvalidParam' },
    Object.fromEntries(
      [
        'limit=1&limit=1',
        'limit=1e2',
        'limit=%2B5',
        'limit=0x1',
        'limit=',
        'limit=%201',
        'limit=1.5',
        'limit=1&minSimilarity=1e-1',
        'limit=1&minSimilarity=.5.',
        'limit=1&includeDuplicates=yes',
        'limit=1&includeDuplicates=1',
      ].map((query) => [
        `?${query} is refused`,
        (world) => ({ path: `/services/${world.service}/products/${product(world).productId}/search?${query}` }),
      ]),
    ),
  ),
  ...table(
    { mark: 'decision', rules: ['1.8'], endpoint: 'searchByProduct' },
    Object.fromEntries(
      ['limit=5&color=red&x=1&x=2', 'limit=5&includeDuplicates=TRUE', 'limit=5&includeDuplicates=False'].map(
        (query) => [
          `?${query} is accepted`,
          (world) => ({ path: `/services/${world.service}/products/${product(world).productId}/search?${query}` }),
        ],
      ),
    ),
  ),
  ...table(
    { mark: 'decision', rules: ['1.10'], endpoint: 'searchByProduct', result: 'InvalidParam' },
    {
      'a malformed escape in the query is refused': (world) => ({
        path: `/services/${world.service}/products/x/search?limit=1&filter.s1=%zz`,
      }),
      'a malformed escape in the path is refused': (world) => ({
        path: `/services/${world.service}/products/%E0%A4%A/search?limit=1`,
      }),
    },
  ),
  {
    name: '+ in a query is a space',
    mark: 'decision',
    rules: ['1.10'],
    shows: [],
    async run(world) {
      const path = `/services/${world.service}/products/${product(world).productId}/search?limit=1&filter.s1=a+b%20c`;
      const reply = await world.client.call({ path });
      expectResult(reply, 'SUCCESS');
      expect(reply.envelope.data.query).toContain('filter.s1=a b c');
    },
  },
  ...table(
    { mark: 'decision', rules: ['1.10'], endpoint: 'searchByProduct', result: 'NotFoundProductId' },
    Object.fromEntries(
      ['a%2Fb', '%F0%9F%91%97', 'x'.repeat(500), '%20', '..'].map((id) => [
        `a product id ${id.slice(0, 20)} is at worst unknown`,
        (world) => ({ path: `/services/${world.service}/products/${id}/search?limit=1` }),
      ]),
    ),
  ),
];
