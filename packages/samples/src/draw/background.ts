import { type Colour, darker, lighter, mix } from './colour.js';
import { disc, rect, shape, stroke } from './fabric.js';
import { box, closed, ellipse, lens } from './outline.js';
import { soft } from './part.js';
import type { Random } from './random.js';

/** What lies behind the product: SVG of 600 × 800, and by how many pixels it is out of focus. */
export interface Backdrop {
  readonly svg: string;
  readonly outOfFocus: number;
}

const gradient = (id: string, stops: readonly (readonly [number, Colour])[], horizontal = false): string =>
  `<linearGradient id="${id}" x1="0" y1="0" x2="${horizontal ? 1 : 0}" y2="${horizontal ? 0 : 1}">` +
  `${stops.map(([offset, colour]) => `<stop offset="${offset}" stop-color="${colour}"/>`).join('')}</linearGradient>`;

const filled = (id: string, x: number, y: number, width: number, height: number): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="url(#${id})"/>`;

const pale = (x: number, y: number, rx: number, ry: number, colour: Colour, opacity: number, sigma = 30): string =>
  `<path d="${ellipse(x, y, rx, ry)}" fill="${colour}" fill-opacity="${opacity}" ${soft(sigma)}/>`;

/** A sweep of paper: wall and floor run into each other, brighter in the middle. */
export function paper(colour: Colour): Backdrop {
  const svg =
    `<defs>${gradient('wall', [
      [0, darker(colour, 0.05)],
      [0.68, lighter(colour, 0.12)],
      [0.8, darker(colour, 0.035)],
      [1, darker(colour, 0.09)],
    ])}</defs>` +
    filled('wall', 0, 0, 600, 800) +
    pale(280, 330, 280, 330, lighter(colour, 0.55), 0.5);
  return { svg, outOfFocus: 2 };
}

/** Plain white, as most shops have it. */
export const white = (): Backdrop => ({
  svg: rect(0, 0, 600, 800, '#f7f6f4') + pale(300, 380, 300, 380, '#ffffff', 0.7),
  outOfFocus: 0,
});

function facade(x: number, width: number, top: number, bottom: number, colour: Colour, random: Random): string {
  let svg = rect(x, top, width, bottom - top, colour);
  const [columns, rows] = [Math.max(2, Math.round(width / 52)), Math.max(2, Math.round((bottom - top) / 96))];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const [w, h] = [width / columns, (bottom - top - 60) / rows];
      const glass = random.chance(0.25) ? '#e8dcb4' : mix(colour, '#22303c', random.between(0.55, 0.8));
      svg +=
        rect(x + column * w + w * 0.22, top + row * h + h * 0.2, w * 0.56, h * 0.6, lighter(colour, 0.3)) +
        rect(x + column * w + w * 0.27, top + row * h + h * 0.24, w * 0.46, h * 0.52, glass);
    }
  }
  return (
    svg +
    rect(x, bottom - 66, width, 66, darker(colour, 0.5)) +
    rect(x + width * 0.2, bottom - 54, width * 0.26, 54, darker(colour, 0.75)) +
    rect(x + width * 0.56, bottom - 52, width * 0.3, 38, '#b9c4c6')
  );
}

/** A street with houses, trees, a parked car and passers-by, out of focus. */
export function street(random: Random): Backdrop {
  const stones: [Colour, ...Colour[]] = ['#b9a893', '#a78f7c', '#8f8a84', '#c3b8a6', '#7c5a4a', '#98a0a3'];
  const horizon = random.between(520, 570);
  let svg = `<defs>${gradient('sky', [
    [0, '#c4d6e4'],
    [1, '#eef0ee'],
  ])}${gradient('road', [
    [0, '#a9a7a2'],
    [1, '#83817d'],
  ])}</defs>${filled('sky', 0, 0, 600, 800)}`;
  for (let x = -30; x < 600; ) {
    const width = random.between(120, 230);
    svg += facade(x, width, random.between(-60, 120), horizon, random.pick(stones), random);
    x += width;
  }
  svg += filled('road', 0, horizon, 600, 800 - horizon) + rect(0, horizon, 600, 16, '#c9c5bc');
  svg += shape(closed([-20, 800], [260, horizon + 16], [330, horizon + 16], [130, 800]), '#bdb9b0', 0.6);
  const carX = random.between(-30, 380);
  const paint = random.pick<Colour>(['#7d2d2b', '#2d4056', '#d9d6cf', '#31332f', '#c49a3d']);
  svg +=
    shape(
      closed(
        [carX, horizon + 34],
        [carX + 8, horizon - 6, 1],
        [carX + 60, horizon - 14, 1],
        [carX + 90, horizon - 50, 1],
        [carX + 170, horizon - 50, 1],
        [carX + 206, horizon - 10, 1],
        [carX + 244, horizon + 2, 1],
        [carX + 246, horizon + 34],
      ),
      paint,
    ) +
    disc(carX + 50, horizon + 34, 21, '#1d1d1d') +
    disc(carX + 192, horizon + 34, 21, '#1d1d1d');
  for (let i = 0; i < 3; i++) {
    const [x, trunk] = [random.between(0, 600), random.between(10, 18)];
    svg += rect(x, 240, trunk, horizon - 230, '#4b3d30');
    for (let k = 0; k < 14; k++)
      svg += disc(
        x + random.between(-90, 100),
        random.between(30, 280),
        random.between(26, 56),
        random.pick(['#5d7a3f', '#47652f', '#7d9a52', '#8fa866']),
        0.8,
      );
  }
  return { svg, outOfFocus: random.between(9, 13) };
}

/** Brickwork close behind. */
export function brick(random: Random, colour: Colour): Backdrop {
  let svg = rect(0, 0, 600, 800, mix(colour, '#cfc7bb', 0.65));
  for (let row = 0; row < 34; row++) {
    for (let column = -1; column < 9; column++) {
      const shade = random.chance(0.5)
        ? darker(colour, random.between(0, 0.24))
        : lighter(colour, random.between(0, 0.14));
      svg += shape(box(column * 76 + (row % 2) * 38 + random.between(-1, 1), row * 24, 72, 20.5, 2), shade);
    }
  }
  svg += pale(160, 200, 420, 420, '#ffffff', 0.14) + pale(560, 760, 300, 300, '#000000', 0.22);
  return { svg, outOfFocus: 1.6 };
}

/** Boards of wood, upright or as a table seen from above. */
export function boards(random: Random, colour: Colour, upright: boolean): Backdrop {
  let svg = rect(0, 0, 600, 800, darker(colour, 0.6));
  const size = 92;
  for (let i = 0; i * size < 820; i++) {
    const shade = random.chance(0.5)
      ? darker(colour, random.between(0, 0.14))
      : lighter(colour, random.between(0, 0.12));
    const at = i * size;
    svg += upright ? rect(at, 0, size - 2.5, 800, shade) : rect(0, at, 600, size - 2.5, shade);
    for (let k = 0; k < 9; k++) {
      const [across, from] = [at + random.between(5, size - 8), random.between(-200, 500)];
      const d = upright
        ? lens(
            across,
            from,
            across + random.between(-7, 7),
            from + random.between(200, 520),
            1.8,
            random.between(-9, 9),
          )
        : lens(
            from,
            across,
            from + random.between(200, 520),
            across + random.between(-7, 7),
            1.8,
            random.between(-9, 9),
          );
      svg += shape(d, darker(shade, 0.4), random.between(0.25, 0.6));
    }
    if (random.chance(0.4))
      svg += upright
        ? shape(ellipse(at + size / 2, random.between(60, 740), 7, 12), darker(shade, 0.5), 0.6)
        : shape(ellipse(random.between(40, 560), at + size / 2, 12, 7), darker(shade, 0.5), 0.6);
  }
  svg += pale(180, 180, 400, 380, '#ffffff', 0.13);
  return { svg, outOfFocus: upright ? 1.6 : 0.9 };
}

/** A living room: wall, picture, plant, a chest of drawers, wooden floor. */
export function room(random: Random, wall: Colour): Backdrop {
  const floor: Colour = '#a8825c';
  let svg =
    rect(0, 0, 600, 800, wall) +
    pale(60, 160, 260, 420, '#ffffff', 0.4) +
    rect(0, 650, 600, 150, floor) +
    rect(0, 634, 600, 18, lighter(wall, 0.45));
  for (let i = 0; i < 6; i++) svg += rect(0, 652 + i * 26, 600, 2, darker(floor, 0.35));
  const left = random.chance(0.5);
  const x = left ? 20 : 420;
  svg +=
    rect(x, 430, 170, 214, '#7a5b41') +
    rect(x + 8, 444, 154, 56, '#8d6c4f') +
    rect(x + 8, 508, 154, 56, '#8d6c4f') +
    rect(x + 8, 572, 154, 60, '#8d6c4f') +
    disc(x + 85, 472, 5, '#d6b36a') +
    disc(x + 85, 536, 5, '#d6b36a');
  svg += rect(x + 24, 386, 40, 44, '#d8cdbd') + disc(x + 120, 404, 26, '#c2674a');
  const p = left ? 500 : 90;
  svg += shape(closed([p - 40, 560], [p + 40, 560], [p + 30, 660], [p - 30, 660]), '#d9d2c6');
  for (let i = 0; i < 11; i++) {
    const turn = -80 + i * 16 + random.between(-6, 6);
    svg += `<g transform="rotate(${turn.toFixed(1)} ${p} 560)">${shape(lens(p, 560, p, 330 + random.between(0, 70), 22), random.pick(['#3f6b45', '#557f4c', '#2f5639']))}</g>`;
  }
  svg +=
    rect(left ? 330 : 150, 90, 120, 160, '#3a332d') +
    rect(left ? 340 : 160, 100, 100, 140, '#e9e2d4') +
    disc(left ? 390 : 210, 160, 30, '#c98a5b') +
    stroke(`M${left ? 350 : 170},214h80`, '#5d6f63', 8);
  return { svg, outOfFocus: 6.5 };
}

/** Trees and light through leaves, far out of focus. */
export function park(random: Random): Backdrop {
  let svg = `<defs>${gradient('lawn', [
    [0, '#9db37a'],
    [0.55, '#6f8c4f'],
    [0.7, '#8fa865'],
    [1, '#6b8450'],
  ])}</defs>${filled('lawn', 0, 0, 600, 800)}`;
  for (let i = 0; i < 60; i++)
    svg += disc(
      random.between(0, 600),
      random.between(-20, 500),
      random.between(24, 70),
      random.pick(['#4e6b37', '#7f9c55', '#a9bf7c', '#d4dca6', '#3d5730', '#93ad6b']),
      0.55,
    );
  for (let i = 0; i < 4; i++) svg += rect(random.between(0, 590), 60, random.between(12, 26), 490, '#4a4032', 0.8);
  svg += shape(closed([120, 800], [300, 560, 1], [360, 548], [400, 560, 1], [560, 800]), '#cdbfa2', 0.9);
  return { svg, outOfFocus: 12 };
}

/** Warm lamps in an evening café. */
export function cafe(random: Random): Backdrop {
  let svg = `<defs>${gradient('dusk', [
    [0, '#3d2f28'],
    [0.6, '#6a4d3a'],
    [1, '#4b372b'],
  ])}</defs>${filled('dusk', 0, 0, 600, 800)}`;
  for (let i = 0; i < 6; i++)
    svg += rect(
      random.between(-40, 560),
      random.between(240, 420),
      random.between(60, 140),
      random.between(150, 300),
      random.pick(['#7c5f47', '#8d6d52', '#54463c', '#a58462']),
      0.8,
    );
  svg += rect(0, 640, 600, 160, '#6f5541');
  for (let i = 0; i < 26; i++)
    svg += disc(
      random.between(0, 600),
      random.between(20, 380),
      random.between(9, 26),
      random.pick(['#ffdf9e', '#ffc871', '#fff1cf', '#f4a95c']),
      random.between(0.4, 0.9),
    );
  return { svg, outOfFocus: 8 };
}

/** Cobblestones seen from a man's height: a ground for shoes and bags. */
export function cobbles(random: Random): Backdrop {
  let svg = rect(0, 0, 600, 800, '#6b665f');
  for (let row = 0; row < 30; row++) {
    const depth = (row / 29) ** 1.6;
    const [y, height] = [depth * 780 - 20, 10 + depth * 46];
    const width = 20 + depth * 62;
    for (let x = -width + (row % 2) * width * 0.5; x < 620; x += width) {
      svg += shape(
        box(x + 1.5, y + 1.5, width - 4, height - 3, height * 0.3),
        random.pick(['#9b958b', '#a8a197', '#8a857d', '#b3aca0', '#948a80']),
      );
    }
  }
  svg += `<defs>${gradient('haze', [
    [0, '#d9d6cf'],
    [0.4, '#8a857d'],
  ])}</defs><rect width="600" height="330" fill="url(#haze)" fill-opacity="0.5" ${soft(30)}/>`;
  return { svg, outOfFocus: 2.2 };
}
