import { type Colour, darker, mix } from './colour.js';
import { disc, type Fabric, shape, stroke } from './fabric.js';
import { closed, lens, open } from './outline.js';
import type { Part } from './part.js';
import { welt } from './sole.js';

export interface LoaferCut {
  readonly style: 'penny' | 'tassel' | 'oxford';
  readonly sole: Colour;
}

export function loafer(fabric: Fabric, cut: LoaferCut): Part[] {
  const stitch = darker(fabric.colour, 0.5);
  const inside: Part = {
    outline: closed(
      [8, -136, 0.6],
      [40, -172, 1],
      [120, -176, 1],
      [196, -150, 1],
      [208, -126, 0.8],
      [130, -100, 1],
      [60, -112, 1],
    ),
    fabric: { colour: mix(darker(fabric.colour, 0.55), '#a8835c', 0.35), gloss: 0, wrinkle: 0 },
    lift: 0.02,
    puff: 0.1,
    round: 12,
  };
  const upper: Part = {
    outline: closed(
      [6, -20],
      [0, -78, 1],
      [8, -138, 0.6],
      [62, -112, 1],
      [130, -98, 1],
      [170, -126, 1],
      [204, -140, 0.6],
      [270, -118, 1],
      [346, -104, 1],
      [402, -78, 1],
      [418, -40, 1],
      [412, -16],
    ),
    fabric,
    lift: 0.2,
    puff: 0.54,
    round: 24,
    folds: [
      ...[0, 1, 2].map((i) => ({
        d: lens(262 + i * 15, -110 + i * 3, 250 + i * 18, -50, 3.5, -4),
        depth: i % 2 === 0 ? -0.24 : 0.22,
      })),
      { d: lens(30, -100, 190, -60, 8, -6), depth: 0.14 },
    ],
    details:
      stroke(open([60, -112], [70, -70, 1], [82, -18]), stitch, 1.5, 0.6, '4 2') +
      (cut.style === 'oxford'
        ? brogue(stitch)
        : stroke(open([206, -90, 1], [276, -94, 1], [350, -86, 1], [388, -60, 1]), stitch, 3, 0.7)),
  };
  const strap: Part = {
    outline: closed([190, -138], [244, -128], [236, -22], [172, -20], [172, -90, 0.8]),
    fabric,
    lift: 0.46,
    puff: 0.26,
    round: 8,
    details: shape(lens(190, -80, 226, -74, 7), '#120d0a', 0.8),
  };
  const tassels: Part[] = [0, 1].map((i) => ({
    outline: closed(
      [232 + i * 24, -118 + i * 6],
      [248 + i * 24, -114 + i * 6],
      [260 + i * 26, -70 + i * 4],
      [232 + i * 26, -70 + i * 4],
    ),
    fabric,
    lift: 0.5,
    puff: 0.3,
    round: 4,
    details: Array.from({ length: 6 }, (_, k) => stroke(`M${236 + i * 25 + k * 4},-104V-66`, stitch, 1, 0.8)).join(''),
  }));
  const laces = [0, 1, 2, 3]
    .map((i) =>
      stroke(
        open([152 + i * 22, -112 + i * 3], [172 + i * 22, -130 + i * 4, 1], [196 + i * 22, -126 + i * 5]),
        '#15100c',
        5.4,
      ),
    )
    .join('');
  const stay: Part = {
    outline: closed([136, -106], [196, -142], [264, -118], [240, -78, 0.8], [172, -84, 0.8]),
    fabric,
    lift: 0.46,
    puff: 0.2,
    round: 6,
    trim: laces,
  };
  const extra: Part[] = { penny: [strap], tassel: tassels, oxford: [stay] }[cut.style];
  return [inside, upper, ...extra, ...welt(cut.sole, 416, 12)];
}

/** Seams and holes of a decorated toe. */
const brogue = (stitch: Colour): string =>
  stroke(open([150, -110], [196, -78, 1], [232, -22]), stitch, 1.8, 0.7) +
  stroke(open([326, -106], [314, -66, 1], [334, -18]), stitch, 1.8, 0.7, '2 3') +
  [0, 1, 2, 3, 4].map((i) => disc(312 + i * 3, -88 + i * 13, 1.6, stitch)).join('');
