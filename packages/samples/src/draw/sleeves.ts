import { armAt, type Body } from './body.js';
import { type Fabric, stroke } from './fabric.js';
import { closed, flip, type Knot, lens, open } from './outline.js';
import type { Fold, Part } from './part.js';
import type { Random } from './random.js';
import { seamColour } from './torso.js';

interface SleeveCut {
  /** 0.12 is a cap, 0.36 short, 0.7 three quarters, 1 to the wrist. */
  readonly length: number;
  readonly ease: number;
  /** Ease at the end; less than `ease` narrows it. */
  readonly end: number;
  readonly drop?: number;
  /** A cuff of this height. */
  readonly cuff?: number;
  readonly cuffFabric?: Fabric;
}

/** Both sleeves, each over the torso. */
export function sleeves(body: Body, fabric: Fabric, cut: SleeveCut, random: Random): Part[] {
  const { shoulder, armpit } = body;
  const drop = cut.drop ?? 0;
  const at = (t: number, ease: number, side: 1 | -1): Knot => {
    const { x, y, half, dx, dy } = armAt(body, t);
    const out = side * (half + ease);
    return [x + dy * out, y - dx * out, 1];
  };
  const steps = [0.3, 0.55, 0.8, 1].map((share) => share * cut.length);
  const easeAt = (t: number): number => cut.ease + (cut.end - cut.ease) * (t / cut.length) ** 2;
  const outer = steps.map(
    (t, i): Knot => [...at(t, easeAt(t), 1)].slice(0, 2).concat(i === 3 ? 0 : 1) as unknown as Knot,
  );
  const inner = steps
    .map((t, i): Knot => [...at(t, easeAt(t), -1)].slice(0, 2).concat(i === 3 ? 0 : 1) as unknown as Knot)
    .reverse();
  const pit: Knot = [armpit.half + cut.ease * 0.9 + drop * 0.3 - 3, armpit.y + cut.ease * 0.4 + 4];
  const knots: Knot[] = [
    [shoulder.half - 4 + drop, shoulder.y - 1 + drop * 0.5],
    [shoulder.half + 9 + cut.ease * 0.5 + drop, shoulder.y + 17 + drop * 0.5, 1],
    ...outer,
    ...inner.slice(0, cut.length < 0.2 ? 1 : 3),
    pit,
    [shoulder.half - 11 + drop * 0.5, (shoulder.y + armpit.y) / 2, 1],
  ];
  const middle = armAt(body, cut.length * 0.6);
  const turn = (Math.atan2(-middle.dx, middle.dy) * 180) / Math.PI;
  const cuffKnots: Knot[] | undefined =
    cut.cuff === undefined
      ? undefined
      : [
          at(cut.length - cut.cuff, cut.end + 0.5, 1),
          at(cut.length + 0.01, cut.end - 0.5, 1),
          at(cut.length + 0.01, cut.end - 0.5, -1),
          at(cut.length - cut.cuff, cut.end + 0.5, -1),
        ].map(([x, y]): Knot => [x, y]);
  return ([1, -1] as const).flatMap((side): Part[] => {
    const place = (list: readonly Knot[]): string => closed(...(side === 1 ? list : flip(list)));
    const parts: Part[] = [
      {
        outline: place(knots),
        fabric,
        turn: side * turn,
        lift: 0.24,
        puff: 0.44,
        round: 16,
        folds: sleeveFolds(body, cut, side, random),
        ...(cut.cuff === undefined
          ? { details: endSeam(at(cut.length - 0.035, cut.end, 1), at(cut.length - 0.035, cut.end, -1), side, fabric) }
          : {}),
      },
    ];
    if (cuffKnots !== undefined) {
      parts.push({ outline: place(cuffKnots), fabric: cut.cuffFabric ?? fabric, turn: side * turn, applied: 0.62 });
    }
    return parts;
  });
}

function endSeam(a: Knot, b: Knot, side: 1 | -1, fabric: Fabric): string {
  return stroke(open([side * a[0], a[1]], [side * b[0], b[1]]), seamColour(fabric), 0.8, 0.6);
}

function sleeveFolds(body: Body, cut: SleeveCut, side: 1 | -1, random: Random): Fold[] {
  const folds: Fold[] = [];
  const add = (t: number, from: number, to: number, slant: number, depth: number): void => {
    const p = armAt(body, t);
    const width = p.half + cut.ease;
    folds.push({
      d: lens(
        side * (p.x + p.dy * width * from),
        p.y - p.dx * width * from + slant,
        side * (p.x + p.dy * width * to),
        p.y - p.dx * width * to - slant,
        random.between(3, 6),
        side * 4,
      ),
      depth,
    });
  };
  for (let i = 0; i < 3 + cut.length * 7; i++) {
    const t = random.between(0.1, cut.length * 0.95);
    // Creases gather at the elbow and above the wrist.
    const near = cut.length > 0.6 ? (i % 2 === 0 ? 0.5 + (t - 0.5) * 0.35 : 0.86 + (t - 0.5) * 0.2) : t;
    const inside = random.chance(0.6);
    add(
      Math.min(near, cut.length * 0.97),
      inside ? -1 : 1,
      inside ? random.between(0.1, 0.7) : -0.2,
      random.between(-3, 12),
      i % 2 === 0 ? -0.34 : 0.28,
    );
  }
  return folds;
}
