import type { Colour } from '../draw/colour.js';

/** Colour words of the catalogue. */
export const palette = {
  white: '#f1efea',
  cream: '#ece1cb',
  beige: '#cdb595',
  camel: '#b98a55',
  brown: '#6b4429',
  tan: '#a8703f',
  black: '#232326',
  charcoal: '#45474c',
  grey: '#9a9b9c',
  navy: '#243253',
  blue: '#3566a8',
  sky: '#9cc3e0',
  teal: '#2b7f82',
  mint: '#aed9c4',
  green: '#3f7d4e',
  olive: '#6d6b3f',
  yellow: '#e7c04a',
  mustard: '#c8962e',
  orange: '#df7a38',
  coral: '#ea8070',
  red: '#b9322f',
  burgundy: '#6f2433',
  pink: '#e6a3b4',
  fuchsia: '#cc3f7f',
  lavender: '#b4a2d2',
  purple: '#6c4587',
  indigo: '#2f4470',
  denim: '#5d7ca6',
  gold: '#c9a857',
  silver: '#b9bcc0',
} as const satisfies Record<string, Colour>;

export type ColourName = keyof typeof palette;
