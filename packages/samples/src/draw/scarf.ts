import { darker } from './colour.js';
import { type Fabric, stroke } from './fabric.js';
import { closed, type Knot, lens, open } from './outline.js';
import type { Part } from './part.js';
import type { Random } from './random.js';

/** A scarf looped once with both ends hanging, as shops show it. y = 0 is the loop's top, the ends about 420. */
export function scarf(fabric: Fabric, random: Random, fringe: boolean): Part[] {
  const tail = (knots: Knot[], turn: number, lift: number): Part => {
    const end = knots.filter(([, y]) => y > 380);
    const [a, b] = [end[0] ?? [0, 420], end[1] ?? [0, 420]];
    const strands = Array.from({ length: 16 }, (_, i) => {
      const t = (i + 0.5) / 16;
      const [x, y] = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
      return stroke(
        open(
          [x, y - 4],
          [x + random.between(-3, 3), y + 14, 1],
          [x + random.between(-6, 6), y + random.between(26, 34)],
        ),
        i % 2 === 0 ? fabric.colour : darker(fabric.colour, 0.2),
        3.4,
      );
    }).join('');
    const long = [0.2, 0.5, 0.8].map((t, i) => ({
      d: lens(
        (knots[0]?.[0] ?? 0) * (1 - t) + (knots.at(-1)?.[0] ?? 0) * t,
        100,
        a[0] * t + b[0] * (1 - t),
        420,
        12,
        random.between(-10, 10),
      ),
      depth: i % 2 === 0 ? -0.45 : 0.4,
    }));
    return {
      outline: closed(...knots),
      fabric,
      turn,
      lift,
      puff: 0.4,
      round: 14,
      folds: long,
      foldBlur: 6,
      ...(fringe ? { trim: strands } : {}),
    };
  };
  const loop = closed(
    [-76, 60, 1],
    [-62, 8, 1],
    [0, -12, 1],
    [62, 8, 1],
    [76, 60, 1],
    [56, 112, 1],
    [0, 134, 1],
    [-56, 112, 1],
  );
  const hole = closed(
    [-30, 56, 1],
    [-22, 30, 1],
    [0, 22, 1],
    [22, 30, 1],
    [30, 56, 1],
    [20, 84, 1],
    [0, 94, 1],
    [-20, 84, 1],
  );
  return [
    tail(
      [
        [-6, 100],
        [44, 96],
        [92, 250, 1],
        [112, 424],
        [26, 436],
        [16, 260, 1],
      ],
      -9,
      0.16,
    ),
    tail(
      [
        [8, 100],
        [-44, 96],
        [-84, 250, 1],
        [-104, 400],
        [-20, 414],
        [-10, 250, 1],
      ],
      9,
      0.26,
    ),
    {
      outline: loop + hole,
      fabric,
      turn: 40,
      lift: 0.36,
      puff: 0.4,
      round: 14,
      folds: [0, 1, 2, 3, 4, 5].map((i) => ({
        d: lens(Math.cos(i) * 34, 58 + Math.sin(i) * 42, Math.cos(i + 1.2) * 66, 58 + Math.sin(i + 1.2) * 64, 6, 8),
        depth: i % 2 === 0 ? -0.4 : 0.36,
      })),
      foldBlur: 4,
    },
    {
      outline: closed([-40, 96, 0.8], [0, 108, 1], [42, 92, 0.8], [50, 132, 0.8], [2, 152, 1], [-48, 136, 0.8]),
      fabric,
      turn: 80,
      lift: 0.6,
      puff: 0.34,
      round: 10,
      folds: [
        { d: lens(-40, 110, 44, 108, 5, 8), depth: -0.4 },
        { d: lens(-44, 128, 48, 124, 5, 8), depth: 0.3 },
      ],
      foldBlur: 3,
    },
  ];
}
