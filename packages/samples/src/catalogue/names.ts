import type { Pattern } from './fabrics.js';
import type { Item } from './item.js';

/** How a pattern is said in a name; empty where the noun says it. */
const adjectives: Record<Pattern, string> = {
  plain: '',
  stripes: 'striped',
  'wide stripes': 'broad-striped',
  pinstripe: 'pinstriped',
  checks: 'gingham',
  tartan: 'tartan',
  windowpane: 'windowpane',
  dots: 'dotted',
  floral: 'floral',
  'small floral': 'ditsy-print',
  tropical: 'palm-print',
  leopard: 'leopard-print',
  herringbone: 'herringbone',
  argyle: 'argyle',
  cable: 'cable-knit',
  'colour block': '',
  graphic: '',
  washed: 'washed',
};

/** Patterns in one colour, or whose other colours follow from the first. */
const oneColour: ReadonlySet<Pattern> = new Set<Pattern>(['plain', 'leopard', 'cable', 'washed', 'graphic']);

/** What a shop would call it: `Cream and red floral A-line dress`. */
export function nameOf({ cloth, noun }: Item): string {
  const colour = oneColour.has(cloth.pattern) ? cloth.colour : `${cloth.colour} and ${cloth.accent}`;
  const words = [colour, adjectives[cloth.pattern], noun].filter((word) => word !== '').join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
