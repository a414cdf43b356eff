/** A box as x0 y0 x1 y1. */
export type Corners = readonly [number, number, number, number];

export interface Truth {
  readonly picture: number;
  readonly type: string;
  readonly box: Corners;
}

export interface Prediction extends Truth {
  readonly score: number;
}

/** Intersection over union. */
export function overlap(a: Corners, b: Corners): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  const size = ([x0, y0, x1, y1]: Corners) => (x1 - x0) * (y1 - y0);
  return shared / (size(a) + size(b) - shared);
}

/**
 * Average precision at one overlap: the area under the precision-recall curve with precision made monotone, as in COCO and
 * PASCAL VOC since 2010. Types are not looked at: give those of one type, or of all.
 */
export function averagePrecision(
  truths: readonly Truth[],
  predictions: readonly Prediction[],
  minOverlap = 0.5,
): number {
  const found = new Set<Truth>();
  const byPicture = groupByPicture(truths);
  const hits = [...predictions]
    .sort((a, b) => b.score - a.score)
    .map((prediction) => {
      const candidates = (byPicture.get(prediction.picture) ?? []).filter((truth) => !found.has(truth));
      const best = candidates.reduce<{ truth?: Truth; overlap: number }>(
        (so, truth) => {
          const shared = overlap(truth.box, prediction.box);
          return shared > so.overlap ? { truth, overlap: shared } : so;
        },
        { overlap: 0 },
      );
      if (best.truth === undefined || best.overlap < minOverlap) return false;
      found.add(best.truth);
      return true;
    });
  let right = 0;
  const curve = hits.map((hit, index) => {
    if (hit) right += 1;
    return { recall: right / truths.length, precision: right / (index + 1) };
  });
  let area = 0;
  let precision = 0;
  for (let index = curve.length - 1; index >= 0; index--) {
    precision = Math.max(precision, curve[index]?.precision ?? 0);
    area += precision * ((curve[index]?.recall ?? 0) - (curve[index - 1]?.recall ?? 0));
  }
  return area;
}

function groupByPicture(truths: readonly Truth[]): Map<number, Truth[]> {
  const groups = new Map<number, Truth[]>();
  for (const truth of truths) groups.set(truth.picture, [...(groups.get(truth.picture) ?? []), truth]);
  return groups;
}
