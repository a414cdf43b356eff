import type { Manifest } from '../manifest.js';

/** Pixels of pictures that have nothing in common: noise, a slope of colour, and blocks; always the same. */
export function checkPictures({ width, height }: Manifest['input']): readonly Uint8Array[] {
  const draw = (colour: (x: number, y: number, channel: number) => number) =>
    Uint8Array.from({ length: width * height * 3 }, (_, index) => {
      const pixel = Math.floor(index / 3);
      return colour((pixel % width) / width, Math.floor(pixel / width) / height, index % 3);
    });
  let state = 1;
  const noise = () => {
    state = (state * 48_271) % 0x7fffffff;
    return state % 256;
  };
  return [
    draw(noise),
    draw((x, y, channel) => [255 * x, 255 * (1 - y), 90][channel] ?? 0),
    draw((x, y, channel) => (Math.floor(x * 4) * 83 + Math.floor(y * 4) * 47 + channel * 101) % 256),
  ];
}
