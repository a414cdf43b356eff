import type { Box, Picture } from '@openfashion/imaging';

/** One number per pixel, 1 where something stands. Rows from the top. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A pixel of which every channel is over it is background. */
const white = 242;
const skinShare = 0.03;

/** What stands on a white background: all but the white that reaches the border, as training has it. */
export function silhouette({ width, height, data }: Picture): Mask {
  const standing = new Uint8Array(width * height).fill(1);
  const open: number[] = [];
  const visit = (x: number, y: number) => {
    const at = y * width + x;
    if (x < 0 || y < 0 || x >= width || y >= height || standing[at] === 0) return;
    if (Math.min(data[3 * at] ?? 0, data[3 * at + 1] ?? 0, data[3 * at + 2] ?? 0) <= white) return;
    standing[at] = 0;
    open.push(at);
  };
  for (let x = 0; x < width; x++) {
    visit(x, 0);
    visit(x, height - 1);
  }
  for (let y = 0; y < height; y++) {
    visit(0, y);
    visit(width - 1, y);
  }
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    visit(x - 1, y);
    visit(x + 1, y);
    visit(x, y - 1);
    visit(x, y + 1);
  }
  // Opened by 3 × 3: specks of compression are no part of it.
  const mask = { width, height, data: standing };
  return spread(spread(mask, 0), 1);
}

/** The mask with `value` grown by one pixel to all sides, corners too. */
function spread({ width, height, data }: Mask, value: 0 | 1): Mask {
  const grown = new Uint8Array(data);
  for (const [at, one] of data.entries()) {
    if (one !== value) continue;
    for (const near of around(at, width, height)) grown[near] = value;
  }
  return { width, height, data: grown };
}

/** The pixel and its up to eight neighbours. */
function* around(at: number, width: number, height: number): Generator<number> {
  const x = at % width;
  const y = (at - x) / width;
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) yield row * width + column;
  }
}

/** Box of all pieces that make up at least `smallest` of the picture, or nothing. */
export function bounds({ width, height, data }: Mask, smallest = 0.002): Box | undefined {
  const left = new Uint8Array(data);
  let box: Box | undefined;
  for (const [start, one] of left.entries()) {
    if (one === 0) continue;
    const piece = takePiece({ width, height, data: left }, start);
    if (piece.size < smallest * data.length) continue;
    box = box === undefined ? piece.box : union(box, piece.box);
  }
  return box;
}

/** Take a connected piece, corners included, out of the mask. */
function takePiece({ width, height, data }: Mask, start: number): { size: number; box: Box } {
  const open = [start];
  data[start] = 0;
  let size = 0;
  let box: Box = { x0: width, y0: height, x1: 0, y1: 0 };
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    size += 1;
    box = union(box, { x0: x, y0: y, x1: x + 1, y1: y + 1 });
    for (const near of around(at, width, height)) {
      if (data[near] === 0) continue;
      data[near] = 0;
      open.push(near);
    }
  }
  return { size, box };
}

const union = (a: Box, b: Box): Box => ({
  x0: Math.min(a.x0, b.x0),
  y0: Math.min(a.y0, b.y0),
  x1: Math.max(a.x1, b.x1),
  y1: Math.max(a.y1, b.y1),
});

/** Whether somebody wears it: enough of what stands there has the colour of skin, in Cr and Cb (Chai and Ngan 1999). */
export function isWorn({ data: pixels }: Picture, { data }: Mask): boolean {
  let standing = 0;
  let skin = 0;
  for (const [at, one] of data.entries()) {
    if (one === 0) continue;
    standing += 1;
    if (isSkin(pixels[3 * at] ?? 0, pixels[3 * at + 1] ?? 0, pixels[3 * at + 2] ?? 0)) skin += 1;
  }
  return skin > skinShare * Math.max(standing, 1);
}

function isSkin(red: number, green: number, blue: number): boolean {
  const luma = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  const cr = Math.round((red - luma) * 0.713 + 128);
  const cb = Math.round((blue - luma) * 0.564 + 128);
  return cr >= 136 && cr <= 173 && cb >= 77 && cb <= 125;
}
