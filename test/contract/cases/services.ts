import { expect } from 'vitest';
import type { Client } from '../../harness/client.js';
import { type Case, expectResult, single, table } from '../case.js';
import { product } from '../world.js';

const create = (client: Client, serviceName: unknown) =>
  client.call({ method: 'POST', path: '/services', body: JSON.stringify({ serviceName }) });

const wrongNames = ['a', 'A-shop', '1shop', '-shop', '_shop', 'shop.kr', '상점', 'my shop', `a${'b'.repeat(32)}`, ''];

/** Section 4: services. */
export const serviceCases: readonly Case[] = [
  ...table(
    { mark: 'contract', rules: ['4.1'], endpoint: 'createService', result: 'InvalidParam' },
    Object.fromEntries(
      wrongNames.map((serviceName) => [
        `the name ${JSON.stringify(serviceName)} is refused`,
        () => ({ method: 'POST', path: '/services', body: JSON.stringify({ serviceName }) }),
      ]),
    ),
  ),
  ...table(
    { mark: 'contract', rules: ['4.1'], endpoint: 'getService', result: 'InvalidParam' },
    { 'a wrong name in a path is refused': () => ({ path: '/services/Wrong.Name' }) },
  ),
  ...table(
    { mark: 'contract', rules: ['4.1'], endpoint: 'deleteService', result: 'InvalidParam' },
    { 'a wrong name in a deletion is refused': () => ({ method: 'DELETE', path: '/services/Wrong.Name' }) },
  ),
  ...table(
    { mark: 'decision', rules: ['4.1'], endpoint: 'createService', result: 'InvalidParam' },
    {
      'a missing body is refused': () => ({ method: 'POST', path: '/services' }),
      'a body that is not JSON is refused': () => ({ method: 'POST', path: '/services', body: 'serviceName=abc' }),
      'a body that is no object is refused': () => ({ method: 'POST', path: '/services', body: '["abc"]' }),
      'a name that is no string is refused': () => ({ method: 'POST', path: '/services', body: '{"serviceName":12}' }),
      'a body over 16 KiB is refused': () => ({
        method: 'POST',
        path: '/services',
        body: JSON.stringify({ serviceName: 'abc', padding: 'x'.repeat(16 * 1024) }),
      }),
    },
  ),
  {
    name: 'a name of 2 and of 32 characters is accepted, whatever Content-Type says',
    mark: 'contract',
    rules: ['4.1', '1.10'],
    shows: [{ endpoint: 'createService', result: 'SUCCESS' }],
    async run({ client }) {
      for (const name of ['a1', `a${'_-9z'.repeat(8)}`.slice(0, 32)]) {
        const reply = await client.call({
          method: 'POST',
          path: '/services',
          body: JSON.stringify({ serviceName: name }),
          headers: { 'Content-Type': 'text/plain' },
        });
        expectResult(reply, 'SUCCESS');
        expect(reply.envelope).toEqual({ header: { isSuccessful: true, resultCode: 0, resultMessage: 'SUCCESS' } });
        expectResult(await client.call({ method: 'DELETE', path: `/services/${name}` }), 'SUCCESS');
      }
    },
  },
  {
    name: 'a name that is taken is -42010, also when the quota is reached; the sixth service is -42030',
    mark: 'decision',
    rules: ['4.1', '4.3'],
    shows: [
      { endpoint: 'createService', result: 'DuplicateServiceName' },
      { endpoint: 'createService', result: 'ServiceQuotaExceededException' },
      { endpoint: 'listServices', result: 'SUCCESS' },
    ],
    async run({ local }) {
      if (!local) throw new Error('needs a server of our own');
      const tenant = await local.newTenant();
      const names = ['zebra', 'apple', 'mango', 'berry', 'peach'];
      for (const name of names) expectResult(await create(tenant, name), 'SUCCESS');
      expectResult(await create(tenant, 'apple'), 'DuplicateServiceName');
      expectResult(await create(tenant, 'sixth'), 'ServiceQuotaExceededException');
      const { envelope } = await tenant.call({ path: '/services' });
      expect(envelope.data).toEqual({
        totalCount: 5,
        items: names.map((serviceName) => ({ serviceName, documentCount: 0, remainInsertCount: 100_000 })),
      });
    },
  },
  {
    name: 'a duplicate is refused',
    mark: 'contract',
    rules: ['4.1'],
    shows: [{ endpoint: 'createService', result: 'DuplicateServiceName' }],
    run: async ({ client, service }) => expectResult(await create(client, service), 'DuplicateServiceName'),
  },
  ...table(
    { mark: 'decision', rules: ['1.10'], endpoint: 'listServices', result: 'InvalidParam' },
    { 'a malformed escape is refused also where no parameter is read': () => ({ path: '/services?x=%zz' }) },
  ),
  ...table(
    { mark: 'contract', rules: ['4.1'], endpoint: 'deleteService', result: 'NotExistService' },
    { 'deleting an unknown service is -42000': () => ({ method: 'DELETE', path: '/services/not-there' }) },
  ),
  single({
    name: 'counts are numbers: documents, and what may still be added',
    mark: 'decision',
    rules: ['4.3'],
    endpoint: 'getService',
    request: ({ service }) => ({ path: `/services/${service}` }),
    check: (reply, { service, products }) =>
      expect(reply.envelope.data).toEqual({
        serviceName: service,
        documentCount: products.length,
        remainInsertCount: 100_000 - products.length,
      }),
  }),
  {
    name: 'a deleted service is gone at once for every route, and one made again starts empty',
    mark: 'decision',
    rules: ['4.2', '2.5'],
    shows: [{ endpoint: 'deleteService', result: 'SUCCESS' }],
    run: (world) =>
      world.withService(async (service) => {
        const { client } = world;
        const job = await client.index(service, [product(world)]);
        expectResult(await client.call({ method: 'DELETE', path: `/services/${service}` }), 'SUCCESS');
        for (const path of ['', `/products/${product(world).productId}/search?limit=1`, '/indexes?start=0&limit=1']) {
          expectResult(await client.call({ path: `/services/${service}${path}` }), 'NotExistService');
        }
        expectResult(await create(client, service), 'SUCCESS');
        const { envelope } = await client.call({ path: `/services/${service}` });
        expect(envelope.data.documentCount).toBe(0);
        expectResult(await client.call({ path: `/services/${service}/indexes/${job.id}` }), 'NotFoundIndexId');
        const search = `/services/${service}/products/${product(world).productId}/search?limit=1`;
        expectResult(await client.call({ path: search }), 'NotFoundProductId');
      }),
  },
  {
    name: 'a service is deleted while its job is in progress',
    mark: 'contract',
    rules: ['4.2'],
    shows: [{ endpoint: 'deleteService', result: 'SUCCESS' }],
    run: (world) =>
      world.withService(async (service) => {
        const { client, products } = world;
        const body = new FormData();
        body.append('format', 'jsonl');
        body.append('file', new Blob([products.map((line) => JSON.stringify(line)).join('\n')]), 'a.jsonl');
        expectResult(await client.call({ method: 'POST', path: `/services/${service}/indexes`, body }), 'SUCCESS');
        expectResult(await client.call({ method: 'DELETE', path: `/services/${service}` }), 'SUCCESS');
        expectResult(await client.call({ path: `/services/${service}` }), 'NotExistService');
      }),
  },
];
