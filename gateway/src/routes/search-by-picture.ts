import { ContractError, limits, parseSearchByPicture, parseServiceName } from '@openfashion/contract';
import type { Picture, Region } from '@openfashion/imaging';
import { type Call, largestItem } from '@openfashion/inference';
import type { GatewayContext } from '../context.js';
import { type Exchange, firstOfTwo } from '../exchange.js';
import { type Form, readForm } from '../http/multipart.js';
import type { UploadBudget } from '../http/upload-budget.js';
import { fetchPicture } from '../pictures/fetch-picture.js';
import { withPicture } from '../pictures/with-picture.js';
import { searchByRegion } from '../search.js';

/** POST …/search: the largest item of the picture is the query (rule 5.9). */
export const searchByPicture = (context: GatewayContext, uploads: UploadBudget) => async (exchange: Exchange) => {
  const { req, res, path, appKey } = exchange;
  const service = await context.tenancy.getService(appKey, parseServiceName(path['serviceName']));
  const lease = uploads.open();
  try {
    const form = await readForm(
      req,
      res,
      {
        file: 'imageFile',
        maxFileBytes: limits.pictures.bytes,
        tooLarge: 'ImageTooLargeException',
        broken: 'InvalidParam',
      },
      lease,
    );
    const request = parseSearchByPicture(form.fields);
    const bytes = await pictureOf(context, exchange, form, request.imageUrl);
    const items = await withPicture(context, exchange, bytes, async (picture, call) => {
      const region = await largestRegion(context, call, picture);
      return searchByRegion(context, call, service, region, request);
    });
    return { totalCount: items.length, items };
  } finally {
    lease.release();
  }
};

/** An address wins over a file (rule 5.9). */
function pictureOf(
  context: GatewayContext,
  { signal }: Exchange,
  { file }: Form,
  imageUrl: string | undefined,
): Promise<Uint8Array> | Uint8Array {
  if (imageUrl !== undefined) return fetchPicture(context, imageUrl, limits.pictures.bytes, signal);
  if (file === undefined) throw new ContractError('InvalidParam', 'imageUrl, imageFile: one of them is required');
  return file.data;
}

async function largestRegion(context: GatewayContext, call: Call, picture: Picture): Promise<Region> {
  const [detections = []] = await context.detector.detect([picture], firstOfTwo(call));
  const item = largestItem(detections, context.detector.thresholds.display);
  if (item === undefined) throw new ContractError('NoDetectedFashionItems', 'the picture shows no fashion item');
  return { picture, box: item.box };
}
