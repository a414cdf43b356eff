const u16 = (value: number) => [value & 0xff, value >> 8];
const twoColours = [0, 0, 0, 255, 255, 255];
const trailer = [0x3b];

const gifHead = (width: number, height: number) => [
  ...Buffer.from('GIF89a'),
  ...u16(width),
  ...u16(height),
  0xf0,
  0,
  0,
  ...twoColours,
];
/** A frame of which one pixel is there. */
const frame = (width: number, height: number) => [
  0x2c,
  0,
  0,
  0,
  0,
  ...u16(width),
  ...u16(height),
  0,
  2,
  2,
  0x4c,
  0x01,
  0,
];

export const gif = (width: number, height: number, frames: readonly (readonly [number, number])[]): Buffer =>
  Buffer.from([...gifHead(width, height), ...frames.flatMap((size) => frame(...size)), ...trailer]);

export function gifOfFrames(count: number): Buffer {
  const one = Buffer.from(frame(1, 1));
  return Buffer.concat([Buffer.from(gifHead(1, 1)), Buffer.alloc(count * one.length, one), Buffer.from(trailer)]);
}

/** A picture that is a script as well: its width opens a comment, which the script in a GIF comment closes. */
export function scriptGif(script: string): Buffer {
  const comment = Buffer.from(`*/=1;${script};/*`);
  const width = Buffer.from('/*').readUInt16LE();
  return Buffer.from([...gifHead(width, 1), 0x21, 0xfe, comment.length, ...comment, 0, ...frame(1, 1), ...trailer]);
}
