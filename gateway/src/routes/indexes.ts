import { parseGetIndex, parseIndexId, parseListIndexes, parseServiceName } from '@openfashion/contract';
import type { GatewayContext } from '../context.js';
import type { Exchange } from '../exchange.js';

type Context = Pick<GatewayContext, 'tenancy' | 'indexing'>;

/** GET …/indexes (rule 8.10). */
export const listIndexes = (context: Context) => async (exchange: Exchange) => {
  const name = parseServiceName(exchange.path['serviceName']);
  const request = parseListIndexes(exchange.parameters);
  const service = await context.tenancy.getService(exchange.appKey, name);
  return context.indexing.list(service, request);
};

/** GET …/indexes/{indexId} (rule 8.11). */
export const getIndex = (context: Context) => async (exchange: Exchange) => {
  const name = parseServiceName(exchange.path['serviceName']);
  const indexId = parseIndexId(exchange.path['indexId']);
  const options = parseGetIndex(exchange.parameters);
  const service = await context.tenancy.getService(exchange.appKey, name);
  const item = await context.indexing.detail(service, indexId, options);
  return { total: 1, items: [item] };
};
