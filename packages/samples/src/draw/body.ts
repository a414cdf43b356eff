/** Landmarks of a standing figure seen from the front, in body units: x = 0 is its axis, y = 0 the crown, 1000 about the floor. Halves are distances from the axis. */
export interface Body {
  readonly neck: { readonly half: number; readonly y: number };
  readonly shoulder: { readonly half: number; readonly y: number };
  readonly armpit: { readonly half: number; readonly y: number };
  readonly chest: { readonly half: number; readonly y: number };
  readonly waist: { readonly half: number; readonly y: number };
  readonly hip: { readonly half: number; readonly y: number };
  readonly crotch: number;
  /** x of the leg's middle and its half thickness. */
  readonly knee: { readonly x: number; readonly half: number; readonly y: number };
  readonly ankle: { readonly x: number; readonly half: number; readonly y: number };
  readonly floor: number;
  /** The arm's middle line on the right of the picture, and half its thickness there. */
  readonly arm: readonly { readonly x: number; readonly y: number; readonly half: number }[];
}

export const women: Body = {
  neck: { half: 26, y: 152 },
  shoulder: { half: 80, y: 184 },
  armpit: { half: 66, y: 248 },
  chest: { half: 74, y: 272 },
  waist: { half: 58, y: 376 },
  hip: { half: 80, y: 482 },
  crotch: 520,
  knee: { x: 40, half: 27, y: 730 },
  ankle: { x: 37, half: 15, y: 930 },
  floor: 985,
  arm: [
    { x: 70, y: 204, half: 20 },
    { x: 91, y: 284, half: 19 },
    { x: 107, y: 368, half: 16 },
    { x: 117, y: 440, half: 14 },
    { x: 123, y: 500, half: 10 },
  ],
};

export const men: Body = {
  neck: { half: 31, y: 150 },
  shoulder: { half: 99, y: 188 },
  armpit: { half: 84, y: 252 },
  chest: { half: 90, y: 280 },
  waist: { half: 76, y: 386 },
  hip: { half: 82, y: 482 },
  crotch: 524,
  knee: { x: 45, half: 31, y: 730 },
  ankle: { x: 43, half: 18, y: 930 },
  floor: 988,
  arm: [
    { x: 87, y: 210, half: 25 },
    { x: 110, y: 290, half: 24 },
    { x: 126, y: 374, half: 20 },
    { x: 135, y: 446, half: 17 },
    { x: 141, y: 506, half: 12 },
  ],
};

/** A point of the arm's middle line; `along` is 0 at the shoulder, 1 at the wrist. Its direction points to the hand. */
export function armAt(body: Body, along: number): { x: number; y: number; half: number; dx: number; dy: number } {
  const last = body.arm.length - 1;
  const position = Math.min(Math.max(along, 0), 0.9999) * last;
  const i = Math.floor(position);
  const [from, to] = [body.arm[i], body.arm[i + 1]];
  if (from === undefined || to === undefined) throw new RangeError('an arm has at least two points');
  const t = position - i;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return {
    x: from.x + (to.x - from.x) * t,
    y: from.y + (to.y - from.y) * t,
    half: from.half + (to.half - from.half) * t,
    dx: (to.x - from.x) / length,
    dy: (to.y - from.y) / length,
  };
}

/** Half the torso's width at a height between armpit and hip. */
export function torsoAt(body: Body, y: number): number {
  const marks = [body.armpit, body.chest, body.waist, body.hip];
  for (let i = 1; i < marks.length; i++) {
    const [above, below] = [marks[i - 1], marks[i]];
    if (above === undefined || below === undefined || y > below.y) continue;
    const t = Math.max(0, (y - above.y) / (below.y - above.y));
    const smooth = t * t * (3 - 2 * t);
    return above.half + (below.half - above.half) * smooth;
  }
  return body.hip.half;
}
