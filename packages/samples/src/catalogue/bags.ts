import { backpack, clutch, type HandbagCut, handbag, tote } from '../draw/bag.js';
import { brightness } from '../draw/colour.js';
import { laid, stood } from './arrangements.js';
import { cloth as of, plain } from './fabrics.js';
import { graphics } from './graphics.js';
import { type Item, items } from './item.js';

const standing = (cut: HandbagCut): Item['arrange'] =>
  stood(
    (fabric) => handbag(fabric, cut),
    [-160, cut.strap === 'handle' ? -112 : cut.strap === 'chain' ? -190 : -300, 160, 236],
    0.66,
  );

const toted = (print?: keyof typeof graphics): Item['arrange'] =>
  stood(
    (fabric, { accent, random }) => {
      const handles = brightness(accent.colour) > 0.85 ? plain('brown', 'leather') : accent;
      const graphic =
        print === undefined ? '' : `<g transform="translate(0 -330) scale(1.7)">${graphics[print](accent.colour)}</g>`;
      return tote(fabric, handles, random, graphic);
    },
    [-155, -150, 155, 306],
    0.64,
    4,
  );

export const bags: readonly Item[] = [
  ...items(
    'handbag',
    'bags',
    ['unisex', 'canvas tote', of('canvas', 'cream', 'graphic', 'navy'), 'white', toted('wave')],
    ['women', 'leather tote', of('leather', 'tan'), 'white', toted()],
    ['women', 'striped tote', of('canvas', 'cream', 'wide stripes', 'blue', 1.3), 'sand', toted()],
    ['women', 'leather tote', of('leather', 'black'), 'cafe', toted()],
    ['women', 'straw tote', of('straw', 'beige'), 'white', toted()],
    ['women', 'quilted handbag', of('quilted', 'black'), 'white', standing({ style: 'flap', strap: 'chain' })],
    ['women', 'handbag', of('leather', 'red'), 'room', standing({ style: 'frame', strap: 'handle' })],
    ['women', 'satchel', of('leather', 'tan'), 'boards', standing({ style: 'satchel', strap: 'handle' })],
    ['women', 'satchel', of('leather', 'teal'), 'cafe', standing({ style: 'satchel', strap: 'handle' })],
    ['women', 'shoulder bag', of('leather', 'burgundy'), 'white', standing({ style: 'flap', strap: 'long' })],
    ['women', 'bucket bag', of('suede', 'mustard'), 'white', standing({ style: 'bucket', strap: 'handle' })],
    ['women', 'handbag', of('leather', 'navy'), 'street', standing({ style: 'frame', strap: 'handle' })],
    ['women', 'quilted handbag', of('quilted', 'pink'), 'room', standing({ style: 'flap', strap: 'chain' })],
    ['women', 'clutch', of('patent', 'fuchsia'), 'white', laid((fabric) => clutch(fabric), [-160, 10, 160, 190], 0.66)],
  ),
  ...items(
    'backpack',
    'bags',
    [
      'unisex',
      'backpack',
      of('canvas', 'navy', 'plain', 'tan'),
      'white',
      stood((fabric, { accent }) => backpack(fabric, accent), [-150, -40, 150, 312], 0.66),
    ],
    [
      'unisex',
      'backpack',
      of('canvas', 'olive', 'plain', 'brown'),
      'sage',
      stood((fabric, { accent }) => backpack(fabric, accent), [-150, -40, 150, 312], 0.66),
    ],
    [
      'unisex',
      'backpack',
      of('nylon', 'red', 'plain', 'black'),
      'park',
      stood((fabric, { accent }) => backpack(fabric, accent), [-150, -40, 150, 312], 0.66),
    ],
    [
      'women',
      'leather backpack',
      of('leather', 'black', 'plain', 'black'),
      'grey',
      stood((fabric, { accent }) => backpack(fabric, accent), [-150, -40, 150, 312], 0.66),
    ],
    [
      'unisex',
      'backpack',
      of('canvas', 'grey', 'plain', 'orange'),
      'white',
      stood((fabric, { accent }) => backpack(fabric, accent), [-150, -40, 150, 312], 0.66),
    ],
  ),
];
