import type { Manifest } from '../manifest.js';
import type { RawDetections } from '../tasks/raw-detections.js';

interface Candidate {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly score: number;
  readonly type: number;
}

/** Bounds on what a picture of noise could ask for: of more, only the best are compared with each other. */
const maxCandidates = 1_000;
/** More than anyone answers, because small items are left out later (rule 6.2). */
const maxKept = 100;

type Rules = Pick<Manifest<'detect'>, 'classes' | 'thresholds' | 'nms'>;

/**
 * Decode one picture: every (box, type) that reaches the `indexing` threshold, greedy suppression within each type, then
 * over all types together; best first. A weaker box never suppresses a stronger one (rule 5.11).
 *
 * Of boxes of several types around one item the best stays as it is. The others are second guesses: their scores fall by a
 * factor (as in Soft-NMS, Bodla et al. 2017), so that none of them is displayed.
 */
export function decodeDetections(boxes: Float32Array, scores: Float32Array, rules: Rules): RawDetections {
  const { nms } = rules;
  const best = candidatesOf(boxes, scores, rules);
  const within = suppress(best, (a, b) => a.type === b.type && overlap(a, b) > nms.iou);
  const across = demote(within, (a, b) => overlap(a, b) > nms.crossTypeIou, nms.crossTypeDecay)
    .filter(({ score }) => score >= rules.thresholds.indexing)
    .sort(byScore)
    .slice(0, maxKept);
  return Float32Array.from(across.flatMap(({ x0, y0, x1, y1, score, type }) => [x0, y0, x1, y1, score, type]));
}

function candidatesOf(boxes: Float32Array, scores: Float32Array, { classes, thresholds }: Rules): Candidate[] {
  const candidates: Candidate[] = [];
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index] ?? 0;
    // Not `<`: a score that is no number is none.
    if (!(score >= thresholds.indexing)) continue;
    const at = Math.floor(index / classes.length) * 4;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = boxes.subarray(at, at + 4);
    candidates.push({ x0, y0, x1, y1, score, type: index % classes.length });
  }
  // The sort is stable, so equal scores keep the order of the model's output.
  return candidates.sort(byScore).slice(0, maxCandidates);
}

type IsSame = (better: Candidate, other: Candidate) => boolean;

/** @param sorted best first */
function suppress(sorted: readonly Candidate[], isSame: IsSame): Candidate[] {
  return demote(sorted, isSame, 0).filter(({ score }) => score > 0);
}

/** What a better one stands for already, with its score times `factor`; it does not demote others itself. */
function demote(sorted: readonly Candidate[], isSame: IsSame, factor: number): Candidate[] {
  const leaders: Candidate[] = [];
  return sorted.map((candidate) => {
    if (leaders.some((better) => isSame(better, candidate))) return { ...candidate, score: candidate.score * factor };
    leaders.push(candidate);
    return candidate;
  });
}

const byScore = (a: Candidate, b: Candidate) => b.score - a.score;

/** Intersection over union. */
function overlap(a: Candidate, b: Candidate): number {
  const width = Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0);
  const height = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  const size = (box: Candidate) => (box.x1 - box.x0) * (box.y1 - box.y0);
  return shared / (size(a) + size(b) - shared);
}
