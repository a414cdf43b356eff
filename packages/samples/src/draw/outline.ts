/**
 * A point of an outline. The third number says how round the outline passes through it: absent or 0 is a
 * corner, 1 a smooth curve.
 */
export type Knot = readonly [x: number, y: number, smooth?: number];

export const round = (value: number): number => Math.round(value * 10) / 10;
const at = (x: number, y: number): string => `${round(x)},${round(y)}`;

/** How far the curve's handles reach on both sides of a knot. */
function handles(before: Knot, knot: Knot, after: Knot): { back: [number, number]; forth: [number, number] } {
  const smooth = knot[2] ?? 0;
  const along: [number, number] = [(after[0] - before[0]) * 0.19 * smooth, (after[1] - before[1]) * 0.19 * smooth];
  const straight = (1 - smooth) / 3;
  return {
    back: [-along[0] + (before[0] - knot[0]) * straight, -along[1] + (before[1] - knot[1]) * straight],
    forth: [along[0] + (after[0] - knot[0]) * straight, along[1] + (after[1] - knot[1]) * straight],
  };
}

function curves(knots: readonly Knot[], loop: boolean): string {
  const first = knots[0];
  if (first === undefined) return '';
  const count = knots.length;
  const get = (i: number): Knot => knots[loop ? (i + count) % count : Math.min(count - 1, Math.max(0, i))] ?? first;
  let path = `M${at(first[0], first[1])}`;
  for (let i = 0; i < (loop ? count : count - 1); i++) {
    const [from, to] = [get(i), get(i + 1)];
    const { forth } = handles(get(i - 1), from, to);
    const { back } = handles(from, to, get(i + 2));
    path += `C${at(from[0] + forth[0], from[1] + forth[1])} ${at(to[0] + back[0], to[1] + back[1])} ${at(to[0], to[1])}`;
  }
  return loop ? `${path}Z` : path;
}

/** Path data of a closed outline. */
export const closed = (...knots: readonly Knot[]): string => curves(knots, true);

/** Path data of a line. */
export const open = (...knots: readonly Knot[]): string => curves(knots, false);

export const flip = (knots: readonly Knot[]): Knot[] => knots.map(([x, y, smooth]) => [-x, y, smooth ?? 0]);

/** A closed outline that is the same left and right of x = 0, from its right half, top to bottom. */
export function mirrored(...right: readonly Knot[]): string {
  const left = flip(right).reverse();
  const onAxis = (knot: Knot | undefined): boolean => knot !== undefined && Math.abs(knot[0]) < 0.01;
  const skipLast = onAxis(right[0]) ? left.slice(0, -1) : left;
  return closed(...right, ...(onAxis(right.at(-1)) ? skipLast.slice(1) : skipLast));
}

/** An axis-parallel box with rounded corners. */
export function box(x: number, y: number, width: number, height: number, radius = 0): string {
  const r = Math.min(radius, width / 2, height / 2);
  const [x1, y1] = [x + width, y + height];
  return (
    `M${at(x + r, y)}H${round(x1 - r)}Q${at(x1, y)} ${at(x1, y + r)}V${round(y1 - r)}Q${at(x1, y1)} ${at(x1 - r, y1)}` +
    `H${round(x + r)}Q${at(x, y1)} ${at(x, y1 - r)}V${round(y + r)}Q${at(x, y)} ${at(x + r, y)}Z`
  );
}

export function ellipse(x: number, y: number, rx: number, ry: number): string {
  const arc = (to: number): string => `A${round(rx)},${round(ry)} 0 1 1 ${at(to, y)}`;
  return `M${at(x - rx, y)}${arc(x + rx)}${arc(x - rx)}Z`;
}

/** A fold or highlight: pointed at both ends, `width` thick in the middle, bent sideways by `bend`. */
export function lens(x0: number, y0: number, x1: number, y1: number, width: number, bend = 0): string {
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  const [nx, ny] = [-(y1 - y0) / length, (x1 - x0) / length];
  const [mx, my] = [(x0 + x1) / 2 + nx * bend, (y0 + y1) / 2 + ny * bend];
  const side = (w: number): string => at(mx + nx * w, my + ny * w);
  return `M${at(x0, y0)}Q${side(width)} ${at(x1, y1)}Q${side(-width)} ${at(x0, y0)}Z`;
}
