import { darker, lighter } from './colour.js';
import { disc, type Fabric, shape, stroke } from './fabric.js';
import { ribbed } from './knit.js';
import { closed, ellipse, lens, mirrored, open } from './outline.js';
import { type Part, soft } from './part.js';

/** Hats sit around x = 0; y = 0 is the brow. */
export function cap(fabric: Fabric, brim: Fabric, badge = ''): Part[] {
  const seam = darker(fabric.colour, 0.45);
  const seams = [
    open([-6, -150], [-10, -70, 1], [-16, 20]),
    open([-6, -150], [74, -112, 1], [108, 0]),
    open([-6, -150], [-96, -100, 1], [-116, 8]),
  ]
    .map((d) => stroke(d, seam, 1.6, 0.6) + stroke(d, lighter(fabric.colour, 0.2), 5, 0.18))
    .join('');
  const eyelets = disc(-58, -96, 4, seam) + disc(44, -104, 4, seam) + disc(88, -66, 4, seam);
  return [
    {
      outline: closed(
        [-128, 26, 0.4],
        [-130, -40, 1],
        [-96, -118, 1],
        [-6, -154, 1],
        [84, -124, 1],
        [126, -44, 1],
        [128, 30, 0.4],
        [60, 36, 1],
        [-20, 30, 1],
      ),
      fabric,
      lift: 0.2,
      puff: 0.5,
      round: 34,
      details: seams + eyelets + badge,
      folds: [{ d: lens(110, -60, 60, 10, 8, -10), depth: -0.2 }],
    },
    { outline: ellipse(-6, -153, 11, 7), fabric, lift: 0.7, puff: 0.2, round: 4 },
    {
      outline: closed(
        [-132, 20, 0.6],
        [-60, 4, 1],
        [20, 8, 1],
        [104, 22, 0.6],
        [74, 60, 1],
        [-40, 82, 1],
        [-150, 92, 1],
        [-196, 74, 0.9],
        [-176, 42, 1],
      ),
      fabric: brim,
      lift: 0.5,
      puff: 0.36,
      round: 16,
      details: [0, 1, 2, 3]
        .map((i) =>
          stroke(
            open([-150 - i * 9, 46 + i * 9], [-60, 24 + i * 14, 1], [92 - i * 12, 30 + i * 8]),
            darker(brim.colour, 0.35),
            1,
            0.5,
          ),
        )
        .join(''),
    },
  ];
}

export function beanie(fabric: Fabric, pompom?: Fabric): Part[] {
  const rib = ribbed(fabric, 11);
  const ball: Part[] =
    pompom === undefined
      ? []
      : [{ outline: fluffy(0, -168, 46), fabric: { ...pompom, wrinkle: 1 }, lift: 0.3, puff: 0.6, round: 20 }];
  return [
    ...ball,
    {
      outline: mirrored([0, -140, 1], [64, -126, 1], [112, -66, 1], [124, 10, 0.6], [122, 36], [0, 42, 1]),
      fabric: rib,
      lift: 0.2,
      puff: 0.5,
      round: 34,
      folds: [-70, -30, 24, 66].map((x, i) => ({
        d: lens(x * 0.4, -130, x * 1.3, 20, 8, x * 0.12),
        depth: i % 2 === 0 ? -0.3 : 0.26,
      })),
      foldBlur: 8,
    },
    {
      outline: mirrored([0, 4, 1], [122, -6, 0.5], [131, 26, 0.8], [124, 62, 0.5], [0, 72, 1]),
      fabric: rib,
      lift: 0.5,
      puff: 0.34,
      round: 14,
    },
  ];
}

function fluffy(x: number, y: number, radius: number): string {
  return closed(
    ...Array.from({ length: 40 }, (_, i) => {
      const [angle, r] = [(i / 40) * Math.PI * 2, radius * (i % 2 === 0 ? 1.05 : 0.94)];
      return [x + Math.cos(angle) * r, y + Math.sin(angle) * r, 0.4] as const;
    }),
  );
}

/** A hat with a brim all around: felt fedora or straw sun hat. */
export function brimmed(fabric: Fabric, band: Fabric, width: number): Part[] {
  return [
    {
      outline: closed(
        [-width, 6, 1],
        [-width * 0.7, -22, 1],
        [0, -34, 1],
        [width * 0.7, -22, 1],
        [width, 6, 1],
        [width * 0.72, 42, 1],
        [0, 58, 1],
        [-width * 0.72, 42, 1],
      ),
      fabric,
      lift: 0.2,
      puff: 0.34,
      round: 20,
      details:
        `<path d="${ellipse(14, 10, 122, 30)}" fill="#000000" fill-opacity="0.35" ${soft(12)}/>` +
        stroke(ellipse(0, 10, width - 9, 40), darker(fabric.colour, 0.3), 1.4, 0.5),
    },
    {
      outline: mirrored(
        [0, -132, 1],
        [44, -144, 1],
        [82, -126, 1],
        [96, -60, 1],
        [108, 10, 0.6],
        [60, 28, 1],
        [0, 33, 1],
      ),
      fabric,
      lift: 0.34,
      puff: 0.5,
      round: 28,
      folds: [
        { d: lens(0, -146, 0, -70, 15), depth: -0.5 },
        { d: lens(-52, -122, -40, -60, 10, 8), depth: -0.4 },
        { d: lens(52, -122, 40, -60, 10, -8), depth: -0.4 },
      ],
      foldBlur: 8,
    },
    {
      outline: mirrored([0, 2, 1], [60, -4, 1], [102, -22, 0.5], [109, 12, 0.5], [60, 30, 1], [0, 35, 1]),
      fabric: band,
      lift: 0.6,
      puff: 0.16,
      round: 5,
    },
  ];
}

export function bucketHat(fabric: Fabric): Part[] {
  const rings = [0, 1, 2, 3]
    .map((i) =>
      stroke(
        open([-140 - i * 13, 36 + i * 12], [0, 58 + i * 13, 1], [140 + i * 13, 36 + i * 12]),
        darker(fabric.colour, 0.3),
        1.1,
        0.55,
      ),
    )
    .join('');
  return [
    {
      outline: mirrored([0, -104, 1], [84, -98, 0.8], [102, -70, 0.8], [122, 26, 0.5], [0, 46, 1]),
      fabric,
      lift: 0.2,
      puff: 0.46,
      round: 26,
      details: stroke(open([-104, -72], [0, -58, 1], [104, -72]), darker(fabric.colour, 0.4), 1.6, 0.6),
      folds: [
        { d: lens(-70, -60, -84, 20, 8, 5), depth: -0.25 },
        { d: lens(40, -60, 60, 26, 8, -5), depth: 0.25 },
      ],
    },
    {
      outline: mirrored([0, 26, 1], [120, 4, 0.4], [178, 74, 0.7], [110, 100, 1], [0, 110, 1]),
      fabric,
      lift: 0.5,
      puff: 0.4,
      round: 18,
      details: rings + shape(lens(-120, 20, 120, 20, 2, 20), '#000000', 0.4),
    },
  ];
}
