import { echoQuery, type Language, limits, parseServiceName, parseTag, taxonomy } from '@openfashion/contract';
import type { AttributeScores, Detection } from '@openfashion/inference';
import type { GatewayContext } from '../context.js';
import { type Exchange, interactiveCall } from '../exchange.js';
import { fetchPicture } from '../pictures/fetch-picture.js';
import { fiveDecimals, place } from '../pictures/placement.js';

/** GET …/tag (rule 7.5). */
export const tag = (context: GatewayContext) => async (exchange: Exchange) => {
  const { path, parameters, appKey, signal } = exchange;
  const name = parseServiceName(path['serviceName']);
  const request = parseTag(parameters);
  await context.tenancy.getService(appKey, name);

  const bytes = await fetchPicture(context, request.path, limits.pictures.tagBytes, signal);
  const picture = await context.decoder.decode(bytes, signal);
  const call = interactiveCall(exchange, context.inferenceTimeout);
  const [detections = []] = await context.detector.detect([picture], call);
  const widest = detections
    .filter(({ score }) => score >= context.detector.thresholds.display)
    .sort((a, b) => width(b) - width(a))
    .slice(0, request.itemLimit);
  const regions = widest.map(({ box, type }) => ({ picture, box, type }));
  const tags = regions.length === 0 ? [] : await context.tagger.tag(regions, call);

  const items = widest.map(({ type, box, score }, index) => ({
    type,
    tags: (tags[index] ?? []).map((attribute) => labelled(attribute, request.lang)),
    ...place(box, picture),
    score: fiveDecimals(score),
  }));
  return { totalCount: items.length, query: echoQuery('tag', ['path', request.path], parameters), items };
};

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
