import { echoQuery, limits, parseSearchByLink, parseServiceName } from '@openfashion/contract';
import type { GatewayContext } from '../context.js';
import { type Exchange, interactiveCall } from '../exchange.js';
import { fetchPicture } from '../pictures/fetch-picture.js';
import type { LinkCodec } from '../pictures/link.js';
import type { PictureCache } from '../pictures/picture-cache.js';
import { linkedRegion } from '../pictures/rescale.js';
import { withPicture } from '../pictures/with-picture.js';
import { searchByRegion } from '../search.js';

/** GET …/search and its alias …/image: exactly the linked box is the query (rules 5.10, 6.4). */
export const searchByLink =
  (context: GatewayContext, links: LinkCodec, cache: PictureCache) => async (exchange: Exchange) => {
    const { path, parameters, appKey, signal } = exchange;
    const name = parseServiceName(path['serviceName']);
    const request = parseSearchByLink(parameters);
    const item = links.decode(appKey, request.link);
    const service = await context.tenancy.getService(appKey, name);
    const bytes =
      cache.get(appKey, item.path) ?? (await fetchPicture(context, item.path, limits.pictures.bytes, signal));
    const items = await withPicture(context, exchange, bytes, (picture) => {
      const call = interactiveCall(exchange, context.inferenceTimeout);
      return searchByRegion(context, call, service, linkedRegion(picture, item), request);
    });
    return { totalCount: items.length, query: echoQuery('searchByLink', ['link', request.link], parameters), items };
  };
