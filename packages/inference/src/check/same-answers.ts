import type { Manifest } from '../manifest.js';

const samePixels = 0.5;
/** Share of boxes that another batch may lack: which are the last of the best is within rounding. */
const strays = 0.02;

/** Whether one picture's outputs are those of a run with others. */
export function isSame(
  manifest: Manifest,
  alone: readonly Float32Array[],
  together: readonly Float32Array[],
  tolerance: number,
): boolean {
  if (manifest.task !== 'detect') {
    return alone.every((numbers, output) =>
      numbers.every((value, index) => Math.abs(value - (together[output]?.[index] ?? Number.NaN)) <= tolerance),
    );
  }
  const classes = manifest.classes.length;
  const row = ([boxes, scores]: readonly Float32Array[], index: number) => ({
    box: boxes?.subarray(index * 4, index * 4 + 4) ?? new Float32Array(),
    scores: scores?.subarray(index * classes, (index + 1) * classes) ?? new Float32Array(),
  });
  const count = (alone[0]?.length ?? 0) / 4;
  const rows = Array.from({ length: count }, (_, index) => row(together, index));
  const isRow = (a: ReturnType<typeof row>, b: ReturnType<typeof row>) =>
    a.box.every((edge, at) => Math.abs(edge - (b.box[at] ?? 0)) <= samePixels + tolerance * Math.abs(edge)) &&
    a.scores.every((score, at) => Math.abs(score - (b.scores[at] ?? 0)) <= tolerance);
  let lonely = 0;
  for (let index = 0; index < count; index++) {
    const one = row(alone, index);
    // Two of nearly equal score may have changed places.
    const other = rows[index];
    if (!(other && isRow(one, other)) && !rows.some((each) => isRow(one, each))) lonely++;
  }
  return lonely <= strays * count;
}
