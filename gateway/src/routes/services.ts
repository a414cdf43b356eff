import { limits, parseCreateService, parseServiceName } from '@openfashion/contract';
import type { Service } from '@openfashion/tenancy';
import type { GatewayContext } from '../context.js';
import type { Exchange } from '../exchange.js';
import { readJson } from '../http/json-body.js';

type Context = Pick<GatewayContext, 'tenancy' | 'catalog' | 'embedders'>;

/** POST …/services (rule 4.1). */
export const createService = (context: Context) => async (exchange: Exchange) => {
  const body = await readJson(exchange.req, exchange.res, limits.services.bodyBytes);
  const { serviceName } = parseCreateService(body);
  await context.tenancy.createService(exchange.appKey, serviceName, context.embedders.default.embedding.id);
};

/** DELETE …/services/{serviceName} (rule 4.2). Storage is reclaimed in the background. */
export const deleteService = (context: Context) => async (exchange: Exchange) => {
  await context.tenancy.deleteService(exchange.appKey, parseServiceName(exchange.path['serviceName']));
};

/** GET …/services (rule 4.3). */
export const listServices = (context: Context) => async (exchange: Exchange) => {
  const services = await context.tenancy.listServices(exchange.appKey);
  const items = await Promise.all(services.map((service) => describe(context, service)));
  return { totalCount: items.length, items };
};

/** GET …/services/{serviceName}. */
export const getService = (context: Context) => async (exchange: Exchange) => {
  const name = parseServiceName(exchange.path['serviceName']);
  return describe(context, await context.tenancy.getService(exchange.appKey, name));
};

async function describe({ catalog }: Context, { id, name, embedding }: Service) {
  const documentCount = await catalog.count({ service: id, embedding });
  return {
    serviceName: name,
    documentCount,
    remainInsertCount: Math.max(0, limits.documents.perService - documentCount),
  };
}
