import { belt } from '../draw/belt.js';
import { type GlassesCut, glasses } from '../draw/glasses.js';
import { beanie, brimmed, bucketHat, cap } from '../draw/hat.js';
import { scarf } from '../draw/scarf.js';
import type { Bounds } from '../draw/stage.js';
import { laid, onHead } from './arrangements.js';
import { cloth as of, plain } from './fabrics.js';
import { type Item, items } from './item.js';
import { type ColourName, palette } from './palette.js';

const capBounds: Bounds = [-200, -160, 135, 96];
const beanieBounds: Bounds = [-135, -220, 135, 76];
const scarfBounds: Bounds = [-115, -16, 120, 470];

const buckled = (style: 'frame' | 'plate', buckle: ColourName): Item['arrange'] =>
  laid((fabric) => belt(fabric, palette[buckle], style), [-180, -80, 180, 124], 0.72, 2);
const eyewear = (shape: GlassesCut['shape'], lens: ColourName, clear = false): Item['arrange'] =>
  laid(
    (frame) => glasses({ shape, frame, lens: clear ? '#dfe6e6' : palette[lens], clear }),
    [-194, -86, 194, 70],
    0.68,
    1,
    2,
  );

export const accessories: readonly Item[] = [
  ...items(
    'hat',
    'accessories',
    ['unisex', 'baseball cap', of('cotton', 'navy'), 'white', laid((fabric) => cap(fabric, fabric), capBounds, 0.62)],
    [
      'unisex',
      'baseball cap',
      of('cotton', 'red', 'colour block', 'white'),
      'white',
      laid((fabric, { accent }) => cap(fabric, accent), capBounds, 0.62),
    ],
    ['unisex', 'beanie', of('knit', 'mustard'), 'white', laid((fabric) => beanie(fabric), beanieBounds, 0.62, 4)],
    [
      'women',
      'pompom beanie',
      of('knit', 'red'),
      'white',
      onHead((fabric) => beanie(fabric, plain('cream', 'knit')), 'translate(0 30) scale(0.43)'),
    ],
    [
      'men',
      'fedora',
      of('suede', 'black'),
      'white',
      onHead((fabric) => brimmed(fabric, plain('grey', 'satin'), 178), 'translate(0 24) scale(0.52)'),
    ],
    [
      'women',
      'sun hat',
      of('straw', 'beige'),
      'park',
      onHead((fabric) => brimmed(fabric, plain('navy', 'satin'), 212), 'translate(0 24) scale(0.52)'),
    ],
    [
      'unisex',
      'bucket hat',
      of('cotton', 'navy'),
      'street',
      onHead((fabric) => bucketHat(fabric), 'translate(0 8) scale(0.46)'),
    ],
  ),
  ...items(
    'belt',
    'accessories',
    ['men', 'belt', of('leather', 'brown'), 'white', buckled('frame', 'silver')],
    ['men', 'belt', of('leather', 'black'), 'table', buckled('plate', 'silver')],
    ['women', 'belt', of('leather', 'red'), 'white', buckled('frame', 'gold')],
    ['men', 'belt', of('leather', 'tan'), 'table', buckled('frame', 'gold')],
  ),
  ...items(
    'glasses',
    'accessories',
    ['unisex', 'aviator sunglasses', of('patent', 'gold'), 'table', eyewear('aviator', 'olive')],
    ['unisex', 'sunglasses', of('patent', 'black'), 'white', eyewear('wayfarer', 'black')],
    ['women', 'cat-eye sunglasses', of('patent', 'burgundy'), 'white', eyewear('cat', 'charcoal')],
    ['unisex', 'round sunglasses', of('patent', 'silver'), 'white', eyewear('round', 'teal')],
    [
      'women',
      'tortoiseshell sunglasses',
      of('patent', 'brown', 'leopard', 'black', 0.5),
      'table',
      eyewear('wayfarer', 'brown'),
    ],
    ['unisex', 'glasses', of('patent', 'navy'), 'white', eyewear('round', 'white', true)],
  ),
  ...items(
    'scarf',
    'accessories',
    [
      'unisex',
      'tartan scarf',
      of('knit', 'grey', 'tartan', 'burgundy'),
      'white',
      laid((fabric, { random }) => scarf(fabric, random, true), scarfBounds, 0.48, 5),
    ],
    [
      'unisex',
      'wool scarf',
      of('knit', 'red'),
      'sand',
      laid((fabric, { random }) => scarf(fabric, random, true), scarfBounds, 0.48, 5),
    ],
    [
      'women',
      'silk scarf',
      of('satin', 'fuchsia', 'dots', 'white'),
      'white',
      laid((fabric, { random }) => scarf(fabric, random, false), scarfBounds, 0.48, 5),
    ],
    [
      'unisex',
      'striped scarf',
      of('knit', 'navy', 'wide stripes', 'mustard'),
      'white',
      laid((fabric, { random }) => scarf(fabric, random, true), scarfBounds, 0.48, 5),
    ],
    [
      'women',
      'wool scarf',
      of('knit', 'purple'),
      'white',
      laid((fabric, { random }) => scarf(fabric, random, true), scarfBounds, 0.48, 5),
    ],
  ),
];
