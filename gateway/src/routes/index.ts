import type { EndpointId } from '@openfashion/contract';
import type { GatewayContext } from '../context.js';
import type { Exchange } from '../exchange.js';
import { UploadBudget } from '../http/upload-budget.js';
import { createLinkCodec } from '../pictures/link.js';
import { createPictureCache } from '../pictures/picture-cache.js';
import { createIndex } from './create-index.js';
import { detect } from './detect.js';
import { getIndex, listIndexes } from './indexes.js';
import { searchByLink } from './search-by-link.js';
import { searchByPicture } from './search-by-picture.js';
import { searchByProduct } from './search-by-product.js';
import { createService, deleteService, getService, listServices } from './services.js';
import { tag } from './tag.js';

/** Answers one request: resolves to the answer's `data`, or throws what the answer is (see answer.ts). */
export type Handler = (exchange: Exchange) => Promise<unknown>;
export type Handlers = Readonly<Record<EndpointId, Handler>>;

export function createHandlers(context: GatewayContext): Handlers {
  const links = createLinkCodec(context.linkKey);
  const cache = createPictureCache(context.pictureCacheBytes);
  const uploads = new UploadBudget(context.uploadBytes);
  return {
    createService: createService(context),
    deleteService: deleteService(context),
    listServices: listServices(context),
    getService: getService(context),
    searchByProduct: searchByProduct(context),
    searchByLink: searchByLink(context, links, cache),
    searchByLinkAlias: searchByLink(context, links, cache),
    searchByPicture: searchByPicture(context, uploads),
    detect: detect(context, links, cache),
    tag: tag(context),
    createIndex: createIndex(context, uploads),
    listIndexes: listIndexes(context),
    getIndex: getIndex(context),
  };
}
