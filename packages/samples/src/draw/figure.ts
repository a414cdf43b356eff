import { armAt, type Body } from './body.js';
import { type Colour, darker, lighter, mix } from './colour.js';
import { type Fabric, shape } from './fabric.js';
import { closed, ellipse, flip, type Knot, lens, mirrored } from './outline.js';
import { type Part, soft } from './part.js';

/** Who wears it. */
export interface Look {
  readonly skin: Colour;
  readonly hair: { readonly colour: Colour; readonly cut: 'long' | 'short' | 'bun' };
}

const skinFabric = (colour: Colour): Fabric => ({ colour, gloss: 0.08, thickness: 1, wrinkle: 0 });

const softly = (d: string, colour: Colour, opacity: number, sigma: number): string =>
  `<path d="${d}" fill="${colour}" fill-opacity="${opacity}" ${soft(sigma)}/>`;

/** Neck and chest. */
export function trunk(body: Body, look: Look): Part[] {
  const { neck, shoulder, armpit, waist, hip } = body;
  const torso = mirrored(
    [0, neck.y - 40],
    [neck.half - 3, neck.y - 40, 1],
    [neck.half - 1, neck.y - 10, 1],
    [shoulder.half * 0.6, shoulder.y - 17, 1],
    [shoulder.half - 8, shoulder.y + 4, 1],
    [armpit.half, armpit.y, 1],
    [waist.half - 2, waist.y, 1],
    [hip.half - 6, hip.y, 1],
    [0, hip.y + 20],
  );
  const bones = [1, -1].map((side) => ({
    d: lens(side * 8, shoulder.y + 4, side * 62, shoulder.y - 4, 6, side * -5),
    depth: 0.3,
  }));
  return [
    {
      outline: torso,
      fabric: skinFabric(look.skin),
      lift: 0.16,
      puff: 0.3,
      round: 20,
      folds: [...bones, { d: lens(0, neck.y + 8, 0, neck.y + 30, 7), depth: -0.22 }],
      foldBlur: 6,
      details: softly(ellipse(0, neck.y - 26, neck.half + 4, 22), darker(look.skin, 0.6), 0.5, 8),
    },
  ];
}

/** Both arms with half-closed hands. */
export function arms(body: Body, look: Look, sleeved: boolean): Part[] {
  // What a sleeve hides is left out: it would show beside the armhole.
  const steps = sleeved ? [0.2, 0.35, 0.5, 0.75, 1] : [0, 0.25, 0.5, 0.75, 1];
  const edge = (t: number, side: 1 | -1): Knot => {
    const { x, y, half, dx, dy } = armAt(body, t);
    // Inside a sleeve the arm is drawn thinner: no skin shows at the armpit.
    const reach = side * (sleeved && t < 0.3 ? half * 0.4 : half);
    return [x + dy * reach, y - dx * reach, 1];
  };
  const { x, y, half } = armAt(body, 1);
  const hand: Knot[] = [
    [x + half + 5, y + 20, 1],
    [x + half + 3, y + 46, 1],
    [x + half - 3, y + 68, 1],
    [x - 4, y + 72, 1],
    [x - half + 1, y + 56, 1],
    [x - half - 5, y + 44, 1],
    [x - half - 5, y + 24, 1],
  ];
  const knots: Knot[] = [
    ...(sleeved ? [] : [[body.shoulder.half - 22, body.shoulder.y - 10, 1] as const]),
    ...steps.map((t) => edge(t, 1)),
    ...hand,
    ...steps.map((t) => edge(t, -1)).reverse(),
  ];
  const fingers = [-0.35, 0.1, 0.5].map((t) => lens(x + t * half * 1.6 + 2, y + 40, x + t * half * 1.5, y + 70, 1.5));
  return [1, -1].map((side): Part => {
    const lines = fingers.map((d) => shape(d, darker(look.skin, 0.4), 0.5)).join('');
    return {
      outline: closed(...(side === 1 ? knots : flip(knots))),
      fabric: skinFabric(look.skin),
      lift: 0.14,
      puff: 0.34,
      round: 9,
      details: `<g transform="scale(${side} 1)">${lines}</g>`,
    };
  });
}

/** Legs from the hip down to the ankles. */
export function legs(body: Body, look: Look): Part[] {
  const { knee, ankle, crotch, hip } = body;
  const leg: Knot[] = [
    [hip.half - 2, hip.y, 1],
    [hip.half - 6, crotch + 30, 1],
    [knee.x + knee.half + 4, knee.y - 70, 1],
    [knee.x + knee.half - 1, knee.y, 1],
    [knee.x + knee.half + 1, knee.y + 66, 1],
    [ankle.x + ankle.half, ankle.y, 1],
    [ankle.x + ankle.half, ankle.y + 20],
    [ankle.x - ankle.half, ankle.y + 20],
    [ankle.x - ankle.half, ankle.y, 1],
    [knee.x - knee.half + 1, knee.y + 70, 1],
    [knee.x - knee.half + 2, knee.y, 1],
    [5, crotch + 40, 1],
    [1, crotch],
    [0, hip.y],
  ];
  return [1, -1].map((side): Part => {
    const x = side * knee.x;
    return {
      outline: closed(...(side === 1 ? leg : flip(leg))),
      fabric: skinFabric(look.skin),
      lift: 0.1,
      puff: 0.36,
      round: 12,
      folds: [
        { d: ellipse(x, knee.y - 4, 12, 16), depth: 0.2 },
        { d: lens(x - 12, knee.y + 18, x + 12, knee.y + 18, 5), depth: -0.25 },
      ],
      foldBlur: 8,
    };
  });
}

/** A head without a face, as shop figures have, with hair that may fall on the shoulders. */
export function head(body: Body, look: Look): { behind: Part[]; front: Part[] } {
  const chin = body.neck.y - 26;
  const { colour, cut } = look.hair;
  const strand: Fabric = { colour, gloss: 0.22, wrinkle: 0.15 };
  const face: Part = {
    outline: mirrored([0, 8, 1], [32, 18, 1], [44, 52, 1], [41, 86, 1], [25, 115, 1], [0, chin + 2, 1]),
    fabric: skinFabric(look.skin),
    lift: 0.42,
    puff: 0.3,
    round: 20,
    folds: [
      { d: lens(1, 56, 1, 88, 7), depth: 0.22 },
      { d: lens(-34, 60, 34, 60, 6), depth: -0.12 },
    ],
    foldBlur: 6,
    details: softly(lens(-13, 102, 13, 102, 7, 1), mix(look.skin, '#a03038', 0.6), 0.55, 2),
  };
  const streaks = [-1, 1].flatMap((side) =>
    [10, 20, 30, 40].map((x, i) => ({
      d: lens(side * x * 0.4, 0, side * (x + 14), 110 + i * 16, 3.5, side * -9),
      depth: i % 2 === 0 ? 0.3 : -0.3,
    })),
  );
  const crown = cut === 'short' ? 26 : 18;
  const fringe: Part = {
    outline: closed(
      [-46, 68, 1],
      [-51, 30, 1],
      [-34, 0, 1],
      [0, -9, 1],
      [34, 0, 1],
      [51, 30, 1],
      [46, 68, 1],
      [42, 48, 1],
      [28, crown + 10, 1],
      [-8, crown, 1],
      [-36, 46, 1],
    ),
    fabric: strand,
    lift: 0.5,
    puff: 0.3,
    round: 10,
    folds: streaks,
    foldBlur: 2,
    details: softly(lens(-38, 14, 22, 0, 7, -6), lighter(colour, 0.4), 0.35, 4),
  };
  const behind: Part[] = [];
  if (cut === 'long') {
    behind.push({
      outline: mirrored(
        [0, -6, 1],
        [44, 4, 1],
        [57, 60, 1],
        [58, 120, 1],
        [62, 186, 1],
        [48, 208, 1],
        [26, 196, 1],
        [0, 190],
      ),
      fabric: strand,
      lift: 0.04,
      puff: 0.3,
      round: 14,
      folds: streaks,
      foldBlur: 2,
    });
  }
  if (cut === 'bun') behind.push({ outline: ellipse(4, -17, 24, 21), fabric: strand, lift: 0.1, puff: 0.5, round: 10 });
  return { behind, front: [face, fringe] };
}
