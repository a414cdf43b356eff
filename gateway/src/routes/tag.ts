import { echoQuery, type Language, limits, parseServiceName, parseTag, taxonomy } from '@openfashion/contract';
import type { Picture } from '@openfashion/imaging';
import type { AttributeScores, Call, Detection } from '@openfashion/inference';
import type { GatewayContext } from '../context.js';
import { type Exchange, firstOfTwo } from '../exchange.js';
import { fetchPicture } from '../pictures/fetch-picture.js';
import { fiveDecimals, place } from '../pictures/placement.js';
import { withPicture } from '../pictures/with-picture.js';

/** GET …/tag (rule 7.5). */
export const tag = (context: GatewayContext) => async (exchange: Exchange) => {
  const { path, parameters, appKey, signal } = exchange;
  const name = parseServiceName(path['serviceName']);
  const request = parseTag(parameters);
  await context.tenancy.getService(appKey, name);

  const bytes = await fetchPicture(context, request.path, limits.pictures.tagBytes, signal);
  const items = await withPicture(context, exchange, bytes, (picture, call) =>
    describe(context, call, picture, request),
  );
  return { totalCount: items.length, query: echoQuery('tag', ['path', request.path], parameters), items };
};

async function describe(
  context: GatewayContext,
  call: Call,
  picture: Picture,
  { lang, itemLimit }: ReturnType<typeof parseTag>,
) {
  const [detections = []] = await context.detector.detect([picture], firstOfTwo(call));
  const widest = detections
    .filter(({ score }) => score >= context.detector.thresholds.display)
    .sort((a, b) => width(b) - width(a))
    .slice(0, itemLimit);
  const regions = widest.map(({ box, type }) => ({ picture, box, type }));
  const tags = regions.length === 0 ? [] : await context.tagger.tag(regions, call);

  return widest.map(({ type, box, score }, index) => ({
    type,
    tags: (tags[index] ?? []).map((attribute) => labelled(attribute, lang)),
    ...place(box, picture),
    score: fiveDecimals(score),
  }));
}

const width = ({ box }: Detection) => box.x1 - box.x0;

function labelled({ attribute, labels }: AttributeScores, lang: Language) {
  return {
    attribute,
    labels: labels.map(({ value, score }) => ({
      label: taxonomy.label(attribute, value, lang),
      score: fiveDecimals(score),
    })),
  };
}
