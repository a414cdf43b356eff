import { echoQuery, parseProductId, parseSearchByProduct, parseServiceName } from '@openfashion/contract';
import type { GatewayContext } from '../context.js';
import type { Exchange } from '../exchange.js';
import { searchByProduct as search } from '../search.js';

/** GET …/products/{productId}/search (rules 5.1–5.8). */
export const searchByProduct = (context: GatewayContext) => async (exchange: Exchange) => {
  const { path, parameters, appKey } = exchange;
  const name = parseServiceName(path['serviceName']);
  const productId = parseProductId(path['productId']);
  const request = parseSearchByProduct(parameters);
  const service = await context.tenancy.getService(appKey, name);
  const items = await search(context, service, productId, request);
  return { totalCount: items.length, query: echoQuery('searchByProduct', ['productId', productId], parameters), items };
};
