import { echoQuery, limits, parseDetect, parseServiceName } from '@openfashion/contract';
import type { GatewayContext } from '../context.js';
import type { Exchange } from '../exchange.js';
import { fetchPicture } from '../pictures/fetch-picture.js';
import type { LinkCodec } from '../pictures/link.js';
import type { PictureCache } from '../pictures/picture-cache.js';
import { fiveDecimals, place } from '../pictures/placement.js';
import { withPicture } from '../pictures/with-picture.js';

/** GET …/detect (section 6). */
export const detect =
  (context: GatewayContext, links: LinkCodec, cache: PictureCache) => async (exchange: Exchange) => {
    const { path, parameters, appKey, signal } = exchange;
    const name = parseServiceName(path['serviceName']);
    const request = parseDetect(parameters);
    await context.tenancy.getService(appKey, name);

    const bytes = await fetchPicture(context, request.path, limits.pictures.bytes, signal);
    const { detections, size } = await withPicture(context, exchange, bytes, async (picture, call) => {
      const [detections = []] = await context.detector.detect([picture], call);
      return { detections, size: { width: picture.width, height: picture.height } };
    });
    cache.set(appKey, request.path, bytes);

    const items = detections
      .filter(({ score }) => score >= context.detector.thresholds.display)
      .map(({ box, score, type }) => ({
        link: links.encode(appKey, { path: request.path, box, size, score, type }),
        ...place(box, size),
        score: fiveDecimals(score),
      }));
    return { totalCount: items.length, query: echoQuery('detect', ['path', request.path], parameters), items };
  };
