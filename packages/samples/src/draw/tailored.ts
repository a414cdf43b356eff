import type { Body } from './body.js';
import { darker, lighter, mix } from './colour.js';
import { type Fabric, stroke } from './fabric.js';
import type { Garment } from './garment.js';
import { box, closed, flip, type Knot, lens } from './outline.js';
import type { Part } from './part.js';
import type { Random } from './random.js';
import { buttons } from './shirt.js';
import { sleeves } from './sleeves.js';
import { frontPanel, seamColour, type TorsoCut, torsoFolds } from './torso.js';

/** Blazers and coats: what has lapels. */
export interface TailoredCut {
  readonly hem: number;
  readonly ease: number;
  readonly waisted: number;
  readonly flare: number;
  /** y of the topmost button, where the lapels end. */
  readonly breakY: number;
  /** Rows of buttons. */
  readonly breasted: 1 | 2;
  /** Worn open: half the gap between the fronts. */
  readonly gap?: number;
  readonly buttons: number;
  readonly lapel: 'notched' | 'shawl' | 'none';
  /** y of a belt tied around the waist. */
  readonly belt?: number;
  readonly pockets: 'flap' | 'welt';
  readonly epaulettes?: boolean;
}

/** The lining of the back, seen between the lapels. */
const lining = (body: Body, fabric: Fabric, breakY: number): Part => ({
  outline: closed(
    [-body.neck.half * 1.2, body.neck.y - 8],
    [0, body.neck.y - 14, 1],
    [body.neck.half * 1.2, body.neck.y - 8],
    [body.neck.half, breakY * 0.6 + body.neck.y * 0.4],
    [8, breakY + 10],
    [-8, breakY + 10],
    [-body.neck.half, breakY * 0.6 + body.neck.y * 0.4],
  ),
  fabric: { colour: darker(mix(fabric.colour, '#4a3a30', 0.3), 0.45), gloss: 0.25, wrinkle: 0.2 },
  lift: 0.02,
  puff: 0.05,
  round: 10,
});

function lapel(body: Body, fabric: Fabric, cut: TailoredCut, side: 1 | -1, overlap: number): Part[] {
  const { neck, armpit } = body;
  const width = cut.lapel === 'shawl' ? 30 : 40;
  const notchY = neck.y + (cut.breakY - neck.y) * 0.24 + 6;
  const revers: Knot[] = [
    [-overlap, cut.breakY + 4],
    [neck.half * 0.62 - 1, (cut.breakY + neck.y) / 2 - 8, 0.5],
    [neck.half * 0.95, neck.y + 2],
    [neck.half * 1.45, notchY - 14],
    [neck.half + width, Math.min(notchY, armpit.y - 14)],
    [neck.half + width * 0.55, notchY + (cut.breakY - notchY) * 0.45, 0.8],
  ];
  const collar: Knot[] = [
    [neck.half * 0.66, neck.y + (notchY - neck.y) * 0.8],
    [neck.half * 0.9, neck.y - 14],
    [neck.half * 1.36, neck.y - 12, 0.8],
    [neck.half * 1.75, neck.y + 10, 0.8],
    [neck.half + width * 0.78, notchY - 12],
    [neck.half * 1.35, notchY - 6],
  ];
  const place = (knots: readonly Knot[]): string => closed(...(side === 1 ? knots : flip(knots)));
  const edge = (knots: readonly Knot[]): string => stroke(place(knots), seamColour(fabric), 1.6, 0.35);
  const parts: Part[] = [{ outline: place(revers), fabric, turn: side * -14, applied: 0.46, details: edge(revers) }];
  if (cut.lapel === 'notched')
    parts.push({ outline: place(collar), fabric, turn: side * 30, applied: 0.49, details: edge(collar) });
  return parts;
}

function pocket(body: Body, fabric: Fabric, cut: TailoredCut, side: 1 | -1): Part {
  const y = Math.min(cut.hem - 60, body.waist.y + 58);
  const outline =
    cut.pockets === 'flap'
      ? closed([side * 26, y], [side * 66, y - 3], [side * 67, y + 15, 0.4], [side * 27, y + 19, 0.4])
      : closed([side * 46, y + 26], [side * 56, y - 22], [side * 66, y - 20], [side * 56, y + 29]);
  return { outline, fabric, applied: 0.39 };
}

function tiedBelt(body: Body, fabric: Fabric, y: number, ease: number): Part[] {
  const half = body.waist.half + ease + 5;
  const end = (side: 1 | -1): Part => ({
    outline: closed([side * 2, y + 8], [side * 15, y + 8], [side * 20, y + 92, 0.5], [side * 4, y + 95]),
    fabric,
    applied: 0.46,
  });
  return [
    {
      outline: closed(
        [-half, y - 11, 0.3],
        [0, y - 7, 1],
        [half, y - 11, 0.3],
        [half, y + 10, 0.3],
        [0, y + 14, 1],
        [-half, y + 10, 0.3],
      ),
      fabric,
      applied: 0.46,
      folds: [{ d: lens(-half, y, half, y + 2, 2, 4), depth: -0.3 }],
      foldBlur: 2,
    },
    end(-1),
    end(1),
    { outline: box(-13, y - 12, 26, 29, 6), fabric, applied: 0.52 },
  ];
}

/** A belt that hangs from its loops at both sides of an open coat. */
function looseBelt(body: Body, fabric: Fabric, y: number, ease: number, gap: number): Part[] {
  const half = body.waist.half + ease + 6;
  return [-1, 1].flatMap((side): Part[] => [
    {
      outline: closed(
        [side * half, y - 9],
        [side * (gap + 2), y - 5, 0.4],
        [side * (gap - 4), y + 12, 0.6],
        [side * (half + 1), y + 10],
      ),
      fabric,
      applied: 0.4,
    },
    {
      outline: closed(
        [side * (gap - 6), y - 4],
        [side * (gap + 12), y - 6],
        [side * (gap + 18), y + 118 - side * 22, 0.4],
        [side * (gap + 2), y + 122 - side * 22],
      ),
      fabric,
      applied: 0.5,
    },
  ]);
}

export function tailored(body: Body, fabric: Fabric, cut: TailoredCut, random: Random): Garment {
  const torso: TorsoCut = {
    neckline: 'v',
    hem: cut.hem,
    ease: cut.ease,
    waisted: cut.waisted,
    drop: 4,
    flare: cut.flare,
  };
  const folds = torsoFolds(body, torso, random);
  for (let i = 0; i < (cut.hem > 600 ? 6 : 0); i++) {
    const x = random.between(-80, 80);
    folds.push({
      d: lens(x * 0.75, body.waist.y + 30, x * 1.15, cut.hem + 4, random.between(6, 11), random.between(-6, 6)),
      depth: i % 2 === 0 ? 0.3 : -0.3,
    });
  }
  const overlap = cut.gap === undefined ? (cut.breasted === 2 ? 26 : 9) : -cut.gap;
  const panel = (side: 1 | -1): Part => ({
    outline: frontPanel(body, torso, side, overlap, cut.breakY, cut.hem < 560 && cut.breasted === 1 ? 14 : 0),
    fabric,
    lift: 0.2,
    puff: 0.5,
    round: 26,
    folds,
    foldBlur: 4,
    details: stroke(
      `M${side * 44},${body.armpit.y}C${side * 38},${body.waist.y - 20} ${side * 40},${body.waist.y} ${side * 46},${body.waist.y + 60}`,
      seamColour(fabric),
      0.8,
      0.35,
    ),
  });
  const last = Math.min(cut.hem - 70, cut.breakY + (cut.buttons - 1) * 44);
  const horn: Fabric = { ...fabric, colour: mix(fabric.colour, '#3b2a1e', 0.75) };
  const column = (x: number): string =>
    buttons(x, cut.breakY + 10, last + 10, cut.buttons, { ...horn, colour: lighter(horn.colour, 0.05) }, 4.6);
  const sideX = cut.gap === undefined ? (cut.breasted === 2 ? 24 : 0) : cut.gap + 12;
  const twoRows = cut.breasted === 2 || cut.gap !== undefined;
  const straps = ([-1, 1] as const).map(
    (side): Part => ({
      outline: closed(
        [side * 44, body.shoulder.y - 20],
        [side * 50, body.shoulder.y - 7],
        [side * 82, body.shoulder.y + 10],
        [side * 84, body.shoulder.y - 3],
      ),
      fabric,
      applied: 0.42,
    }),
  );
  return {
    behind: [lining(body, fabric, cut.breakY)],
    body: [
      panel(-1),
      { ...panel(1), trim: twoRows ? (cut.gap === undefined ? column(-sideX) : '') + column(sideX) : column(0) },
      pocket(body, fabric, cut, -1),
      pocket(body, fabric, cut, 1),
      ...(cut.hem < 560 && cut.lapel === 'notched'
        ? [
            {
              outline: closed(
                [30, body.chest.y + 2],
                [56, body.chest.y - 5],
                [57, body.chest.y + 3],
                [31, body.chest.y + 10],
              ),
              fabric,
              applied: 0.36,
            },
          ]
        : []),
    ],
    sleeves: sleeves(body, fabric, { length: 1, ease: cut.ease * 0.5 + 4, end: 7, drop: 4 }, random),
    front: [
      ...(cut.lapel === 'none'
        ? []
        : [...lapel(body, fabric, cut, -1, overlap), ...lapel(body, fabric, cut, 1, overlap)]),
      ...(cut.epaulettes ? straps : []),
      ...(cut.belt === undefined
        ? []
        : cut.gap === undefined
          ? tiedBelt(body, fabric, cut.belt, cut.ease)
          : looseBelt(body, fabric, cut.belt, cut.ease, cut.gap)),
    ],
  };
}
