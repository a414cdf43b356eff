/** `#rrggbb`. */
export type Colour = `#${string}`;

const channels = (colour: Colour): [number, number, number] => {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};

const hex = (r: number, g: number, b: number): Colour => {
  const clamp = (v: number): number => Math.max(0, Math.min(255, Math.round(v)));
  return `#${((clamp(r) << 16) | (clamp(g) << 8) | clamp(b)).toString(16).padStart(6, '0')}`;
};

/** `share` of the second colour in the first. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  const [[r0, g0, b0], [r1, g1, b1]] = [channels(a), channels(b)];
  return hex(r0 + (r1 - r0) * share, g0 + (g1 - g0) * share, b0 + (b1 - b0) * share);
}

export const darker = (colour: Colour, share: number): Colour => mix(colour, '#000000', share);
export const lighter = (colour: Colour, share: number): Colour => mix(colour, '#ffffff', share);

/** Luma, 0–1. */
export function brightness(colour: Colour): number {
  const [r, g, b] = channels(colour);
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
}

/** A grey whose three channels are the relief's height, gloss and wrinkle (0–1 each). */
export const reliefColour = (height: number, gloss: number, wrinkle: number): Colour =>
  hex(height * 255, gloss * 255, wrinkle * 255);
