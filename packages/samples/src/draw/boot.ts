import { type Colour, darker } from './colour.js';
import { disc, type Fabric, stroke } from './fabric.js';
import { closed, ellipse, lens, open } from './outline.js';
import type { Part } from './part.js';
import { welt } from './sole.js';

export interface BootCut {
  /** Height of the shaft. */
  readonly shaft: number;
  readonly style: 'chelsea' | 'laced' | 'plain';
  readonly sole: Colour;
}

export function boot(fabric: Fabric, cut: BootCut): Part[] {
  const top = -cut.shaft;
  const inside: Part = {
    outline: ellipse(80, top + 4, 60, 12),
    fabric: { colour: darker(fabric.colour, 0.6), gloss: 0, wrinkle: 0 },
    lift: 0.05,
    puff: 0.05,
    round: 6,
  };
  const upper: Part = {
    outline: closed(
      [6, -24],
      [0, -96, 1],
      [14, -180, 1],
      [18, top, 0.4],
      [78, top + 12, 1],
      [142, top, 0.4],
      [146, -200, 1],
      [168, -150, 1],
      [230, -112, 1],
      [310, -94, 1],
      [376, -78, 1],
      [404, -46, 1],
      [404, -22],
    ),
    fabric,
    lift: 0.2,
    puff: 0.46,
    round: 22,
    folds: [
      ...[0, 1, 2].map((i) => ({
        d: lens(146 - i * 4, -196 + i * 24, 62, -176 + i * 30, 6, 8),
        depth: i % 2 === 0 ? -0.36 : 0.34,
      })),
      ...[0, 1, 2].map((i) => ({
        d: lens(256 + i * 22, -104 + i * 5, 240 + i * 26, -54, 4, -5),
        depth: i % 2 === 0 ? -0.3 : 0.28,
      })),
      { d: lens(20, -170, 62, -110, 6, 6), depth: -0.3 },
    ],
    details:
      stroke(open([8, -110], [70, -104, 1], [96, -24]), darker(fabric.colour, 0.4), 1.6, 0.6, '4 2') +
      stroke(open([310, -96], [300, -60, 1], [318, -24]), darker(fabric.colour, 0.35), 1.6, 0.5, '4 2'),
  };
  const gusset: Part = {
    outline: closed([62, top + 14], [106, top + 8], [100, -130, 0.8], [82, -112, 1], [66, -130, 0.8]),
    fabric: { colour: darker(fabric.colour, 0.45), gloss: 0, wrinkle: 0.3 },
    lift: 0.4,
    puff: 0.1,
    round: 4,
    details: Array.from({ length: 12 }, (_, i) => stroke(`M${62 + i * 4},${top}V-110`, '#000000', 1.2, 0.4)).join(''),
  };
  const tab: Part = {
    outline: closed([10, top + 10], [14, top - 22, 0.6], [30, top - 22, 0.6], [32, top + 20]),
    fabric,
    lift: 0.4,
    puff: 0.2,
    round: 4,
  };
  const rows = Math.round((cut.shaft - 110) / 22);
  const laces = Array.from({ length: rows }, (_, i) => {
    const t = i / Math.max(1, rows - 1);
    const [x, y] = [140 + t ** 2 * 96, top + 22 + t * (cut.shaft - 150)];
    return (
      stroke(open([x - 34, y + 10], [x - 10, y - 2, 1], [x + 8, y + 6]), '#16130f', 5.5) +
      disc(x - 36, y + 11, 3.2, '#b99b5c') +
      disc(x + 9, y + 6, 2.6, '#b99b5c')
    );
  }).join('');
  const tongue: Part = {
    outline: closed(
      [96, top - 12, 0.5],
      [148, top - 10, 0.5],
      [160, -160, 1],
      [252, -108, 1],
      [226, -92, 1],
      [136, -150, 1],
      [104, -190, 1],
    ),
    fabric: { ...fabric, colour: darker(fabric.colour, 0.15) },
    lift: 0.44,
    puff: 0.14,
    round: 6,
    trim: laces,
  };
  const extra = cut.style === 'chelsea' ? [gusset, tab] : cut.style === 'laced' ? [tongue] : [];
  return [inside, upper, ...extra, ...welt(cut.sole, 406, 15)];
}
