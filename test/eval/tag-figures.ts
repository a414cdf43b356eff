import { taxonomy } from '@openfashion/contract';
import type { Client } from '../harness/client.js';
import type { CatalogueRow } from './data.js';
import { mapConcurrently, type Stopwatch } from './latency.js';

/** How good the tags of one attribute are, over the pictures that have a label of it. */
export interface AttributeFigures {
  readonly attribute: string;
  readonly labelled: number;
  /** Share of pictures of which something was said about it. */
  readonly said: number;
  /** Share of what was said that is right. */
  readonly rightWhenSaid: number;
  /** Share that is right; nothing said counts as wrong. */
  readonly accuracy: number;
  /** What saying the commonest value every time would reach. */
  readonly commonest: number;
}

interface TagItem {
  readonly type: string;
  readonly tags: readonly { readonly attribute: string; readonly labels: readonly { readonly label: string }[] }[];
}

/** Tag the pictures through REST and compare with their sellers' labels. */
export async function tagFigures(
  client: Client,
  service: string,
  rows: readonly CatalogueRow[],
  addressOf: (row: CatalogueRow) => string,
  stopwatch: Stopwatch,
): Promise<AttributeFigures[]> {
  const items = await mapConcurrently(rows, 4, async (row) => {
    const path = `/services/${service}/tag?path=${encodeURIComponent(addressOf(row))}&itemLimit=4`;
    const { envelope } = await stopwatch.time('tag', () => client.call({ path }));
    const found: readonly TagItem[] = envelope.data?.items ?? [];
    // The label is of the product; of several items that is the one of its type, else the widest.
    return found.find(({ type }) => type === row.type) ?? found[0];
  });
  return taxonomy.attributes.flatMap(({ id, values }) => {
    const labelOf = new Map(values.map((value) => [value.id, value.en]));
    const pairs = rows.flatMap((row, index) => {
      const truth = row.tags[id];
      if (typeof truth !== 'string') return [];
      const said = items[index]?.tags.find(({ attribute }) => attribute === id)?.labels[0]?.label;
      return [{ truth, said, right: said !== undefined && said === labelOf.get(truth) }];
    });
    return pairs.length === 0 ? [] : [summary(id, pairs)];
  });
}

function summary(
  attribute: string,
  pairs: readonly { readonly truth: string; readonly said: string | undefined; readonly right: boolean }[],
): AttributeFigures {
  const counts = new Map<string, number>();
  for (const { truth } of pairs) counts.set(truth, (counts.get(truth) ?? 0) + 1);
  const said = pairs.filter((pair) => pair.said !== undefined).length;
  const right = pairs.filter((pair) => pair.right).length;
  return {
    attribute,
    labelled: pairs.length,
    said: said / pairs.length,
    rightWhenSaid: said === 0 ? 0 : right / said,
    accuracy: right / pairs.length,
    commonest: Math.max(...counts.values()) / pairs.length,
  };
}
