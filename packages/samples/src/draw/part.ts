import { type Colour, reliefColour } from './colour.js';
import type { Fabric } from './fabric.js';

/** A ridge (depth above 0) or a valley (below 0) within a part; its path is filled and blurred. */
export interface Fold {
  readonly d: string;
  /** −1 to 1. */
  readonly depth: number;
}

/** One piece of a product or of the figure: painted in order, later over earlier. Lengths are body units. */
export interface Part {
  readonly outline: string;
  readonly fabric: Fabric;
  /** Degrees that the fabric's pattern is turned. */
  readonly turn?: number;
  /** Height of the part's edge over the background, 0–1: what lies over others is higher. */
  readonly lift?: number;
  /** How much higher than its edge its middle is, 0–1. */
  readonly puff?: number;
  /** How far from the edge that height is reached. */
  readonly round?: number;
  /** Instead of a height of its own: sewn on what lies below, so thick (0–1), and following its curves. */
  readonly applied?: number;
  readonly folds?: readonly Fold[];
  /** How soft folds are. */
  readonly foldBlur?: number;
  /** SVG painted over the fabric, clipped to the outline: seams, pockets, prints. */
  readonly details?: string;
  /** SVG painted over the part without clipping: buttons, laces, buckles. */
  readonly trim?: string;
  /** SVG over the relief, clipped: black is deep, white is high. */
  readonly carved?: string;
  /** SVG transform of the whole part. */
  readonly place?: string;
}

/** What is photographed, or a part of it. */
export interface Drawing {
  readonly parts: readonly Part[];
  /** SVG painted on the background under everything: contact shadows. */
  readonly ground?: string;
}

/** Where the drawing's origin comes to lie in the picture, and how large a body unit is there. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  /** Degrees the whole is tilted. */
  readonly tilt?: number;
}

const blurs = [1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 30] as const;
const nearest = (sigma: number): number => blurs.find((blur) => blur >= sigma) ?? 30;

/** `filter="…"` that blurs by about that many body units; every document made here defines the filters. */
export const soft = (sigma: number): string => `filter="url(#soft${nearest(sigma)})"`;

const filters = blurs
  .map(
    (sigma) =>
      `<filter id="soft${sigma}" x="-40%" y="-40%" width="180%" height="180%"><feGaussianBlur stdDeviation="${sigma}"/></filter>`,
  )
  .join('');

/** A document of the picture's size around content in body units. */
export function plainDocument(width: number, height: number, view: View, content: string): string {
  const transform = `translate(${view.x} ${view.y}) scale(${view.scale}) rotate(${view.tilt ?? 0})`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${filters}</defs>` +
    `<g transform="${transform}">${content}</g></svg>`
  );
}

const everywhere = (fill: string): string => `<rect x="-1500" y="-1500" width="3000" height="3000" fill="${fill}"/>`;

const placed = (part: Part, content: string): string =>
  part.place === undefined ? content : `<g transform="${part.place}">${content}</g>`;

/** The parts moved, turned or made smaller together. */
export const placedParts = (parts: readonly Part[], place: string): Part[] => parts.map((part) => ({ ...part, place }));

function painted(part: Part, index: number): string {
  const { fabric, turn = 0, outline } = part;
  let defs = `<clipPath id="c${index}"><path clip-rule="evenodd" d="${outline}"/></clipPath>`;
  let content = `<path fill-rule="evenodd" d="${outline}" fill="${fabric.colour}"/>`;
  for (const [name, tile] of [
    ['p', fabric.print],
    ['w', fabric.weave],
  ] as const) {
    if (tile === undefined) continue;
    defs += tile(`${name}${index}`, turn);
    content += `<path fill-rule="evenodd" d="${outline}" fill="url(#${name}${index})"/>`;
  }
  if (part.details !== undefined) content += `<g clip-path="url(#c${index})">${part.details}</g>`;
  return placed(part, `<defs>${defs}</defs>${content}${part.trim ?? ''}`);
}

function felt(part: Part, index: number): string {
  const { fabric, outline, lift = 0.3, puff = 0.3, round = 14, turn = 0 } = part;
  const { gloss, wrinkle, thickness = 0.5 } = fabric;
  // Only the height (red) is pushed up or down; gloss and wrinkle stay what the fabric says.
  const level = (height: number): Colour => reliefColour(Math.min(1, height), gloss, wrinkle);
  const line = (width: number, opacity: number): string =>
    `<path d="${outline}" fill="none" stroke="${level(0)}" stroke-width="${width}" stroke-opacity="${opacity.toFixed(2)}"/>`;
  const rim = line(5, 0.05 + thickness * 0.12);
  let defs = `<clipPath id="c${index}"><path clip-rule="evenodd" d="${outline}"/></clipPath>`;
  let below = '';
  let content = '';
  if (part.applied === undefined) {
    content = `${everywhere(level(lift))}<path fill-rule="evenodd" d="${outline}" fill="${level(lift + puff * (0.55 + 0.45 * thickness))}" ${soft(round)}/>${rim}`;
  } else {
    // The colour's opacity raises it; a dark line around sets it off from what it is sewn on.
    below = line(4, part.applied * 0.25);
    content = `<path fill-rule="evenodd" d="${outline}" fill="${level(1)}" fill-opacity="${(part.applied * 0.2).toFixed(2)}"/>${rim}`;
  }
  if (part.folds !== undefined && part.folds.length > 0) {
    const paths = part.folds.map(
      ({ d, depth }) =>
        `<path d="${d}" fill="${level(depth > 0 ? 1 : 0)}" fill-opacity="${Math.abs(depth).toFixed(2)}"/>`,
    );
    content += `<g ${soft(part.foldBlur ?? 4)}>${paths.join('')}</g>`;
  }
  if (fabric.relief !== undefined) {
    defs += fabric.relief(`r${index}`, turn);
    content += `<path fill-rule="evenodd" d="${outline}" fill="url(#r${index})"/>`;
  }
  return placed(part, `<defs>${defs}</defs>${below}<g clip-path="url(#c${index})">${content}${part.carved ?? ''}</g>`);
}

/** The drawing's colours. */
export const colourDocument = (drawing: Drawing, width: number, height: number, view: View): string =>
  plainDocument(width, height, view, drawing.parts.map(painted).join(''));

/** The drawing's relief: red is height, green gloss, blue wrinkle. */
export const reliefDocument = (drawing: Drawing, width: number, height: number, view: View): string =>
  plainDocument(width, height, view, drawing.parts.map(felt).join(''));
