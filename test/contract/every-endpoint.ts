import type { EndpointId } from '@openfashion/contract';
import type { RawRequest } from '../harness/rest.js';
import { pictureOf, product, type World } from './world.js';

/** A request to each endpoint that a healthy server answers with success or, where it would change something, does not. */
export const everyEndpoint: readonly {
  readonly endpoint: EndpointId;
  readonly request: (world: World) => RawRequest;
}[] = [
  {
    endpoint: 'createService',
    request: () => ({ method: 'POST', path: '/services', body: JSON.stringify({ serviceName: 'not-made' }) }),
  },
  { endpoint: 'deleteService', request: () => ({ method: 'DELETE', path: '/services/not-there' }) },
  { endpoint: 'listServices', request: () => ({ path: '/services' }) },
  { endpoint: 'getService', request: ({ service }) => ({ path: `/services/${service}` }) },
  {
    endpoint: 'searchByProduct',
    request: (world) => ({
      path: `/services/${world.service}/products/${product(world).productId}/search?limit=3`,
    }),
  },
  {
    endpoint: 'detect',
    request: (world) => ({
      path: `/services/${world.service}/detect?path=${encodeURIComponent(pictureOf(world))}`,
    }),
  },
  {
    endpoint: 'searchByLink',
    request: ({ service }) => ({ path: `/services/${service}/search?limit=3&link=bm90IGEgbGluaw==` }),
  },
  {
    endpoint: 'searchByLinkAlias',
    request: ({ service }) => ({ path: `/services/${service}/image?limit=3&link=bm90IGEgbGluaw==` }),
  },
  {
    endpoint: 'searchByPicture',
    request: (world) => {
      const body = new FormData();
      body.append('imageUrl', pictureOf(world));
      body.append('limit', '3');
      return { method: 'POST', path: `/services/${world.service}/search`, body };
    },
  },
  {
    endpoint: 'tag',
    request: (world) => ({ path: `/services/${world.service}/tag?path=${encodeURIComponent(pictureOf(world))}` }),
  },
  {
    endpoint: 'createIndex',
    request: ({ service }) => {
      const body = new FormData();
      body.append('format', 'jsonl');
      return { method: 'POST', path: `/services/${service}/indexes`, body };
    },
  },
  { endpoint: 'listIndexes', request: ({ service }) => ({ path: `/services/${service}/indexes?start=0&limit=10` }) },
  { endpoint: 'getIndex', request: ({ service }) => ({ path: `/services/${service}/indexes/not-there` }) },
];
