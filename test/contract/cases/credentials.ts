import { expect } from 'vitest';
import { createClient } from '../../harness/client.js';
import { send } from '../../harness/rest.js';
import { type Case, expectResult } from '../case.js';
import { everyEndpoint } from '../every-endpoint.js';

/** Section 2: credentials. */
export const credentialCases: readonly Case[] = [
  ...everyEndpoint.flatMap(({ endpoint, request }): Case[] => [
    {
      name: `${endpoint}: a wrong secret key is refused`,
      mark: 'contract',
      rules: ['2.1'],
      shows: [{ endpoint, result: 'UnauthorizedAppKeyOrSecretKey' }],
      async run(world) {
        const wanted = request(world);
        const reply = await world.client.call({ ...wanted, headers: { ...wanted.headers, Authorization: 'wrong' } });
        expectResult(reply, 'UnauthorizedAppKeyOrSecretKey');
      },
    },
    {
      name: `${endpoint}: a missing secret key is refused`,
      mark: 'contract',
      rules: endpoint === 'createIndex' ? ['2.1', '2.3'] : ['2.1'],
      shows: [{ endpoint, result: 'UnauthorizedAppKeyOrSecretKey' }],
      async run(world) {
        const { baseUrl, appKey } = world.client;
        const wanted = request(world);
        const reply = await send(baseUrl, { ...wanted, path: `/v2.0/appkeys/${appKey}${wanted.path}` });
        expectResult(reply, 'UnauthorizedAppKeyOrSecretKey');
      },
    },
  ]),
  {
    name: 'an unknown app key is refused, of whatever form it is',
    mark: 'contract',
    rules: ['2.1'],
    shows: [{ endpoint: 'listServices', result: 'UnauthorizedAppKeyOrSecretKey' }],
    async run({ client: { baseUrl, secretKey } }) {
      for (const appKey of ['unknownAppKey00000', 'a', '%F0%9F%91%97', '%zz', 'x'.repeat(300), 'a%2Fb']) {
        const headers = { Authorization: secretKey };
        const reply = await send(baseUrl, { path: `/v2.0/appkeys/${appKey}/services`, headers });
        expectResult(reply, 'UnauthorizedAppKeyOrSecretKey');
      }
    },
  },
  {
    name: 'every live secret is accepted, also after “Bearer ”, and a revoked one is refused at once',
    mark: 'decision',
    rules: ['2.1', '2.2', '2.5'],
    shows: [{ endpoint: 'listServices', result: 'UnauthorizedAppKeyOrSecretKey' }],
    async run({ local, client: { baseUrl } }) {
      if (!local) throw new Error('needs a server of our own');
      const first = await local.newTenant();
      const { secretId, secretKey } = await local.operator.addSecret(first.appKey);
      const second = createClient(baseUrl, { appKey: first.appKey, secretKey });
      const bearer = createClient(baseUrl, { appKey: first.appKey, secretKey: `Bearer ${secretKey}` });
      for (const client of [first, second, bearer]) expectResult(await client.call({ path: '/services' }), 'SUCCESS');
      await local.operator.revokeSecret(first.appKey, secretId);
      expectResult(await second.call({ path: '/services' }), 'UnauthorizedAppKeyOrSecretKey');
      expectResult(await first.call({ path: '/services' }), 'SUCCESS');
    },
  },
  {
    name: 'app keys are 16–64 of the key alphabet; a sixth live secret is refused',
    mark: 'decision',
    rules: ['2.2'],
    shows: [],
    async run({ local }) {
      if (!local) throw new Error('needs a server of our own');
      const { appKey } = await local.newTenant();
      expect(appKey).toMatch(/^[A-Za-z0-9_-]{16,64}$/);
      for (let secret = 2; secret <= 5; secret++) await local.operator.addSecret(appKey);
      await expect(local.operator.addSecret(appKey)).rejects.toThrow(/five/);
    },
  },
  {
    name: 'a service of one app key is not there for another, which may use the same name',
    mark: 'decision',
    rules: ['2.4'],
    shows: [{ endpoint: 'getService', result: 'NotExistService' }],
    async run({ local, service }) {
      if (!local) throw new Error('needs a server of our own');
      const stranger = await local.newTenant();
      expectResult(await stranger.call({ path: `/services/${service}` }), 'NotExistService');
      const body = JSON.stringify({ serviceName: service });
      expectResult(await stranger.call({ method: 'POST', path: '/services', body }), 'SUCCESS');
      const { envelope } = await stranger.call({ path: `/services/${service}` });
      expect(envelope.data).toEqual({ serviceName: service, documentCount: 0, remainInsertCount: 100_000 });
    },
  },
];
