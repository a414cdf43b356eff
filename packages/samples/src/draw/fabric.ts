import type { Colour } from './colour.js';
import { round } from './outline.js';

/** An SVG `<pattern>` element with this id, turned by so many degrees. */
export type Tile = (id: string, turn: number) => string;

/** What a part is made of. */
export interface Fabric {
  readonly colour: Colour;
  /** What is printed on it or woven into it. */
  readonly print?: Tile;
  /** Threads and stitches as they are seen: faint, over the print. */
  readonly weave?: Tile;
  /** Threads and stitches as they are felt: black is deep, white is high. */
  readonly relief?: Tile;
  /** 0 is matt like wool, 1 shines like patent leather. */
  readonly gloss: number;
  /** 0 is silk, 1 is a thick knit: how much its edges roll. */
  readonly thickness?: number;
  /** 0 is stiff, 1 is creased all over. */
  readonly wrinkle: number;
}

/** A repeating tile of that size; the content may be drawn over its edges if it is repeated there. */
export const tile =
  (width: number, height: number, content: string, tilt = 0): Tile =>
  (id, turn) =>
    `<pattern id="${id}" width="${round(width)}" height="${round(height)}" patternUnits="userSpaceOnUse"` +
    ` patternTransform="rotate(${round(turn + tilt)})">${content}</pattern>`;

export const rect = (x: number, y: number, width: number, height: number, fill: Colour, opacity = 1): string =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"` +
  `${opacity < 1 ? ` fill-opacity="${opacity}"` : ''}/>`;

export const shape = (d: string, fill: Colour, opacity = 1): string =>
  `<path d="${d}" fill="${fill}"${opacity < 1 ? ` fill-opacity="${opacity}"` : ''}/>`;

export const stroke = (d: string, colour: Colour, width: number, opacity = 1, dash = ''): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${round(width)}" stroke-linecap="round"` +
  `${opacity < 1 ? ` stroke-opacity="${opacity}"` : ''}${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`;

export const disc = (x: number, y: number, radius: number, fill: Colour, opacity = 1): string =>
  `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill}"${opacity < 1 ? ` fill-opacity="${opacity}"` : ''}/>`;
