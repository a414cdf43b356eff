import type { Body } from './body.js';
import { darker, lighter } from './colour.js';
import { type Fabric, shape, stroke } from './fabric.js';
import { type Knot, lens, mirrored } from './outline.js';
import type { Fold, Part } from './part.js';
import type { Random } from './random.js';
import { seamColour } from './torso.js';

export interface SkirtCut {
  /** y where it starts and ends. */
  readonly top: number;
  readonly hem: number;
  readonly shape: 'a' | 'straight' | 'pleated' | 'full' | 'tiered';
  readonly waistband: boolean;
  readonly slit?: boolean;
}

const flare: Record<SkirtCut['shape'], number> = { a: 0.22, straight: -0.02, pleated: 0.2, full: 0.36, tiered: 0.3 };

/** The skirt below the waist, also of dresses. */
export function skirt(body: Body, fabric: Fabric, cut: SkirtCut, random: Random): Part[] {
  const { waist, hip } = body;
  const length = cut.hem - cut.top;
  const hemHalf = hip.half + 4 + length * flare[cut.shape];
  const top = waist.half + 4;
  const hips: Knot[] =
    cut.shape === 'straight'
      ? [
          [hip.half + 5, hip.y - 10, 1],
          [hip.half + 3, Math.min(hip.y + 60, cut.hem - 30), 1],
        ]
      : [[top + (hemHalf - top) * 0.42 + 8, cut.top + length * 0.36, 1]];
  const waves = cut.shape === 'straight' ? [] : hemWaves(hemHalf, cut.hem, cut.shape === 'pleated' ? 9 : 5, random);
  const right: Knot[] = [
    [0, cut.top + 3, 1],
    [top, cut.top],
    ...hips,
    [hemHalf, cut.hem - (cut.shape === 'straight' ? 0 : 8)],
    ...waves,
    [0, cut.hem + 5, 1],
  ];
  const seam = seamColour(fabric);
  const tiers = cut.shape === 'tiered' ? [0.36, 0.68].map((t) => cut.top + length * t) : [];
  const details =
    tiers.map((y) => stroke(`M-300,${y}Q0,${y + 14} 300,${y}`, darker(fabric.colour, 0.45), 2.4, 0.6)).join('') +
    (cut.slit
      ? shape(lens(hemHalf * 0.4, cut.hem - length * 0.3, hemHalf * 0.42, cut.hem + 8, 5), '#1c1512', 0.7)
      : '') +
    stroke(`M-300,${cut.hem - 9}Q0,${cut.hem - 1} 300,${cut.hem - 9}`, seam, 0.8, 0.4);
  const parts: Part[] = [
    {
      outline: mirrored(...right),
      fabric,
      lift: 0.2,
      puff: 0.5,
      round: 30,
      folds: skirtFolds(cut, top, hemHalf, random),
      foldBlur: cut.shape === 'pleated' ? 3 : 6,
      details,
    },
  ];
  if (cut.waistband) {
    parts.push({
      outline: mirrored([0, cut.top - 12, 1], [top - 1, cut.top - 15], [top + 1.5, cut.top + 5], [0, cut.top + 8, 1]),
      fabric: { ...fabric, wrinkle: fabric.wrinkle * 0.4 },
      applied: 0.42,
      details: stroke(`M-100,${cut.top + 2}Q0,${cut.top + 5} 100,${cut.top + 2}`, seam, 0.8, 0.5),
    });
  }
  return parts;
}

/** The hem as the folds bring it forward and back, from the right corner to the middle. */
function hemWaves(half: number, y: number, count: number, random: Random): Knot[] {
  return Array.from({ length: count }, (_, i): Knot => {
    const x = half * (1 - (i + 1) / (count + 1));
    return [x, y + (i % 2 === 0 ? 7 : -3) + random.between(-2, 2) - (x / half) ** 2 * 4, 1];
  });
}

function skirtFolds(cut: SkirtCut, top: number, hemHalf: number, random: Random): Fold[] {
  const folds: Fold[] = [];
  if (cut.shape === 'pleated') {
    const pleats = 13;
    for (let i = 0; i <= pleats; i++) {
      const t = (i / pleats) * 2 - 1;
      folds.push(
        { d: lens(t * top, cut.top, t * hemHalf, cut.hem + 8, 3), depth: -0.75 },
        { d: lens(t * top + 5, cut.top, t * hemHalf + 9, cut.hem + 8, 4), depth: 0.4 },
      );
    }
    return folds;
  }
  const count = cut.shape === 'straight' ? 5 : cut.shape === 'full' || cut.shape === 'tiered' ? 13 : 9;
  for (let i = 0; i < count; i++) {
    const t = ((i + 0.5) / count) * 2 - 1 + random.between(-0.06, 0.06);
    const from =
      cut.top +
      (cut.hem - cut.top) * (cut.shape === 'straight' ? random.between(0.1, 0.5) : random.between(-0.05, 0.25));
    folds.push({
      d: lens(
        t * top * 1.1,
        from,
        t * hemHalf * random.between(0.95, 1.05),
        cut.hem + 12,
        random.between(6, 13),
        random.between(-7, 7),
      ),
      depth: (i % 2 === 0 ? -0.42 : 0.38) * (cut.shape === 'straight' ? 0.5 : 1),
    });
  }
  for (const side of [-1, 1]) {
    folds.push({ d: lens(side * top, cut.top + 20, side * top * 0.2, cut.top + 44, 5, side * 5), depth: -0.2 });
  }
  return folds;
}

/** Jeans pockets, fly and stitches on a skirt or trousers of denim. */
export function fivePockets(top: number, half: number, thread: `#${string}`, fabric: Fabric): string {
  const pockets = [-1, 1]
    .map((s) =>
      stroke(
        `M${s * half * 0.42},${top}Q${s * half * 0.5},${top + 34} ${s * (half + 14)},${top + 40}`,
        thread,
        1.1,
        0.8,
        '3 1.6',
      ),
    )
    .join('');
  const fly = stroke(
    `M0,${top}V${top + 96}M12,${top}V${top + 66}Q11,${top + 86} 0,${top + 94}`,
    thread,
    1.1,
    0.8,
    '3 1.6',
  );
  return (
    pockets +
    fly +
    stroke(`M0.5,${top}V${top + 96}`, darker(fabric.colour, 0.5), 1.2, 0.7) +
    shape(lens(-30, top + 4, 30, top + 4, 1), lighter(fabric.colour, 0.3), 0.3)
  );
}
