import sharp from 'sharp';
import { colourDocument, type Drawing, plainDocument, reliefDocument, type View } from '../draw/part.js';
import { hash } from '../draw/random.js';
import { type Exposure, exposed } from './exposure.js';
import { type Layer, lit } from './light.js';

/** A picture to be taken. */
export interface Shot extends Exposure {
  /** Gives the picture its own noise; the same seed gives the same picture. */
  readonly seed: string;
  readonly drawing: Drawing;
  readonly view: View;
  /** SVG of 600 × 800 behind the drawing, and by how many pixels it is out of focus. */
  readonly background: string;
  readonly outOfFocus: number;
  /** How far, in pixels, drawn edges wander: much for cloth, little for glasses. */
  readonly wobble: number;
}

export const pictureSize = { width: 600, height: 800 } as const;
const { width, height } = pictureSize;
const half = { width: width / 2, height: height / 2 };

const halved = (view: View): View => ({ ...view, x: view.x / 2, y: view.y / 2, scale: view.scale / 2 });

async function raster(svg: string, size: { width: number; height: number }): Promise<Layer> {
  const data = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  return { ...size, data };
}

const backdrops = new Map<string, Promise<Uint8Array>>();
const mostBackdrops = 8;

/** The background as 8-bit RGB of the picture's size. Plain ones are the same for many pictures: the last few are kept. */
function backdrop({ background, outOfFocus }: Shot): Promise<Uint8Array> {
  const key = `${outOfFocus} ${background}`;
  const kept = backdrops.get(key) ?? drawBackdrop(background, outOfFocus);
  backdrops.delete(key);
  backdrops.set(key, kept);
  const [oldest] = backdrops.keys();
  if (backdrops.size > mostBackdrops && oldest !== undefined) backdrops.delete(oldest);
  return kept;
}

async function drawBackdrop(background: string, outOfFocus: number): Promise<Uint8Array> {
  const whole: View = { x: 0, y: 0, scale: 1 };
  // What is far out of focus needs no detail.
  const far = outOfFocus > 3;
  const [size, seen] = far ? [half, halved(whole)] : [pictureSize, whole];
  const sharpest = sharp(Buffer.from(plainDocument(size.width, size.height, seen, background))).removeAlpha();
  const image = outOfFocus > 0.3 ? sharpest.blur(far ? outOfFocus / 2 : outOfFocus) : sharpest;
  if (!far) return image.raw().toBuffer();
  const { data } = await image.raw().toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { ...half, channels: 3 } })
    .resize(width, height, { kernel: 'linear' })
    .raw()
    .toBuffer();
}

/** Shadows painted on the ground, half as wide and high as the picture. */
const groundOf = ({ drawing, view }: Shot): Promise<Layer> | undefined =>
  drawing.ground === undefined
    ? undefined
    : raster(plainDocument(half.width, half.height, halved(view), drawing.ground), half);

/** JPEG bytes, 600 × 800. */
export async function takePicture(shot: Shot): Promise<Buffer> {
  const { drawing, view, wobble } = shot;
  const [behind, ground, colours, relief] = await Promise.all([
    backdrop(shot),
    groundOf(shot),
    raster(colourDocument(drawing, width, height, view), pictureSize),
    raster(reliefDocument(drawing, half.width, half.height, halved(view)), half),
  ]);
  const shift = hash(shot.seed) % 4096;
  const strength = Math.min(1.1, Math.max(0.5, view.scale / 1.3));
  const product = lit(colours, relief, { shift, wobble, strength });
  const pixels = exposed({ product, behind, ground }, pictureSize, shot, shift);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 86 })
    .toBuffer();
}
