import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDecoder } from '@openfashion/imaging';
import { type Call, type Detection, largestItem } from '@openfashion/inference';
import type { LocalModels } from '@openfashion/inference/suite/local-models';
import { picturesDirectory, type SampleProduct } from '@openfashion/samples';
import { colourFamily, expectedTypes } from './expected.js';

/** What the models see in one sample picture: of a product, or of a look. */
export interface Seen<Subject = SampleProduct> {
  readonly subject: Subject;
  /** Path of the picture. */
  readonly file: string;
  /** Down to the indexing threshold, best first. */
  readonly detections: readonly Detection[];
  /** The largest item at each threshold. */
  readonly shown: Detection | undefined;
  readonly indexed: Detection | undefined;
  /** Of the indexed item. */
  readonly vector: Float32Array | undefined;
}

const call = (): Call => ({
  lane: 'indexing',
  deadline: performance.now() + 60_000,
  signal: new AbortController().signal,
});

/** Detect and embed as indexing does: the largest item, at the threshold for pictures known to show a product. */
export async function look<Subject extends { readonly file: string }>(
  subjects: readonly Subject[],
  models: LocalModels,
): Promise<Seen<Subject>[]> {
  const { detector, embedder } = models;
  const decoder = createDecoder();
  const seen: Seen<Subject>[] = [];
  for (const subject of subjects) {
    const file = join(picturesDirectory, subject.file);
    const picture = await decoder.decode(await readFile(file));
    const [detections = []] = await detector.detect([picture], call());
    const indexed = largestItem(detections, detector.thresholds.indexing);
    const [vector] = indexed === undefined ? [] : await embedder.embed([{ picture, box: indexed.box }], call());
    const shown = largestItem(detections, detector.thresholds.display);
    seen.push({ subject, file, detections, shown, indexed, vector });
  }
  return seen;
}

export const isPlausible = ({ subject }: Seen, item: Detection | undefined): boolean =>
  item !== undefined && (expectedTypes[subject.kind]?.includes(item.type) ?? false);

/** The `count` most similar others of each picture, best first. */
export function neighbours(seen: readonly Seen[], count: number): Map<Seen, readonly Seen[]> {
  const found = seen.filter(({ vector }) => vector !== undefined);
  const nearest = (query: Seen): readonly Seen[] =>
    found
      .filter((other) => other !== query)
      .map((other) => ({ other, similarity: dot(query.vector, other.vector) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, count)
      .map(({ other }) => other);
  return new Map(found.map((query) => [query, nearest(query)]));
}

const dot = (a: Float32Array | undefined, b: Float32Array | undefined): number =>
  a?.reduce((sum, value, i) => sum + value * (b?.[i] ?? 0), 0) ?? 0;

/** Shares of 1 over all pictures. */
export interface Figures {
  readonly pictures: number;
  readonly shown: number;
  readonly indexed: number;
  readonly shownPlausible: number;
  readonly indexedPlausible: number;
  /** Share of the five nearest that are alike, per likeness. */
  readonly precision: Readonly<Record<'kind' | 'family' | 'colour' | 'kindAndColour', number>>;
  /** Of pictures whose nearest is of the same kind. */
  readonly nearestSameKind: number;
}

export function figures(seen: readonly Seen[]): Figures {
  const nearest = neighbours(seen, 5);
  const share = (test: (seen: Seen) => boolean): number => seen.filter(test).length / seen.length;
  const precision = (alike: (a: SampleProduct, b: SampleProduct) => boolean): number => {
    const hits = [...nearest].map(
      ([query, found]) => found.filter((one) => alike(query.subject, one.subject)).length / 5,
    );
    return hits.reduce((sum, value) => sum + value, 0) / seen.length;
  };
  const sameKind = (a: SampleProduct, b: SampleProduct): boolean => a.kind === b.kind;
  const sameColour = (a: SampleProduct, b: SampleProduct): boolean => colourFamily(a.s1) === colourFamily(b.s1);
  return {
    pictures: seen.length,
    shown: share(({ shown }) => shown !== undefined),
    indexed: share(({ indexed }) => indexed !== undefined),
    shownPlausible: share((one) => isPlausible(one, one.shown)),
    indexedPlausible: share((one) => isPlausible(one, one.indexed)),
    precision: {
      kind: precision(sameKind),
      family: precision((a, b) => a.category2Id === b.category2Id),
      colour: precision(sameColour),
      kindAndColour: precision((a, b) => sameKind(a, b) && sameColour(a, b)),
    },
    nearestSameKind:
      [...nearest].filter(([query, [first]]) => first?.subject.kind === query.subject.kind).length / seen.length,
  };
}
