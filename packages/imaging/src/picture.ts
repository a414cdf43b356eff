import type { Pixels } from '@openfashion/contract';

/** A decoded upright picture: 8-bit RGB, rows from the top, no padding; `data.length` is width × height × 3. */
export interface Picture {
  readonly width: Pixels;
  readonly height: Pixels;
  readonly data: Uint8Array;
}

/** A rectangle in pixels of the upright picture: left, top, right, bottom; edges may be fractional. */
export interface Box {
  readonly x0: Pixels;
  readonly y0: Pixels;
  readonly x1: Pixels;
  readonly y1: Pixels;
}

/** Part of a picture. The whole picture is the box `{0, 0, width, height}`. */
export interface Region {
  readonly picture: Picture;
  readonly box: Box;
}

/** How a model wants its input: part of a model manifest. */
export interface InputSpec {
  readonly width: Pixels;
  readonly height: Pixels;
  /** `letterbox` keeps the shape and fills the rest with `pad`; `stretch` does not. Both enlarge small pictures. */
  readonly resize: 'letterbox' | 'stretch';
  readonly anchor: 'top-left' | 'centre';
  readonly pad: readonly [number, number, number];
  /** Share of the box's width and height added on each side before cropping, clipped to the picture. */
  readonly margin: number;
}
