import type { Box, InputSpec, Picture, Region } from './picture.js';
import { sharp } from './sharp.js';

/** A region as a model wants it, and the way back. */
export interface PreparedInput {
  /** RGB bytes, rows from the top, `spec.width` × `spec.height` × 3. */
  readonly data: Uint8Array;
  /** The box of the picture's pixels that was cut out. */
  readonly cut: Box;
  /** Input pixels per picture pixel. */
  readonly scale: { readonly x: number; readonly y: number };
  /** Where the cut stands in the input. */
  readonly offset: { readonly x: number; readonly y: number };
}

/** Cut a region out with its margin and bring it to a model's size, in one pass. */
export async function prepare({ picture, box }: Region, spec: InputSpec): Promise<PreparedInput> {
  const cut = withMargin(box, spec.margin, picture);
  const size = { width: cut.x1 - cut.x0, height: cut.y1 - cut.y0 };
  const fitted = spec.resize === 'stretch' ? spec : letterboxed(size, spec);
  const offset =
    spec.anchor === 'centre'
      ? { x: Math.floor((spec.width - fitted.width) / 2), y: Math.floor((spec.height - fitted.height) / 2) }
      : { x: 0, y: 0 };
  const [r, g, b] = spec.pad;
  const data = await sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } })
    .extract({ left: cut.x0, top: cut.y0, ...size })
    .resize(fitted.width, fitted.height, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false })
    .extend({
      left: offset.x,
      top: offset.y,
      right: spec.width - fitted.width - offset.x,
      bottom: spec.height - fitted.height - offset.y,
      background: { r, g, b },
    })
    .raw()
    .toBuffer();
  return { data, cut, scale: { x: fitted.width / size.width, y: fitted.height / size.height }, offset };
}

/** A box of input pixels, as a box of the picture's pixels; not clipped. */
export function toPicture(box: Box, { cut, scale, offset }: Omit<PreparedInput, 'data'>): Box {
  const x = (value: number) => cut.x0 + (value - offset.x) / scale.x;
  const y = (value: number) => cut.y0 + (value - offset.y) / scale.y;
  return { x0: x(box.x0), y0: y(box.y0), x1: x(box.x1), y1: y(box.y1) };
}

/** Whole pixels that hold the box and its margin, within the picture, at least one in each direction. */
function withMargin({ x0, y0, x1, y1 }: Box, margin: number, { width, height }: Picture): Box {
  const dx = (x1 - x0) * margin;
  const dy = (y1 - y0) * margin;
  const left = Math.min(width - 1, Math.max(0, Math.floor(x0 - dx)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(y0 - dy)));
  return {
    x0: left,
    y0: top,
    x1: Math.min(width, Math.max(left + 1, Math.ceil(x1 + dx))),
    y1: Math.min(height, Math.max(top + 1, Math.ceil(y1 + dy))),
  };
}

function letterboxed(size: { width: number; height: number }, spec: InputSpec): { width: number; height: number } {
  const scale = Math.min(spec.width / size.width, spec.height / size.height);
  const side = (length: number, most: number) => Math.min(most, Math.max(1, Math.round(length * scale)));
  return { width: side(size.width, spec.width), height: side(size.height, spec.height) };
}
