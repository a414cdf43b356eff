import { type DressCut, dress } from '../draw/dress.js';
import { alone, type Make, wornWhole } from './arrangements.js';
import { cloth as of } from './fabrics.js';
import { type Item, items } from './item.js';

const cutOf =
  (cut: Partial<DressCut> & { belted?: boolean } = {}): Make =>
  (body, fabric, random, scene) => {
    const { belted, ...rest } = cut;
    return dress(
      body,
      fabric,
      { neckline: 'round', sleeve: 0.3, hem: 720, shape: 'a', ...(belted ? { belt: scene.fabric } : {}), ...rest },
      random,
    );
  };

export const dresses: readonly Item[] = items(
  'dress',
  'dresses',
  ['women', 'A-line dress', of('cotton', 'cream', 'floral', 'red'), 'white', wornWhole(cutOf({ neckline: 'v' }))],
  ['women', 'A-line dress', of('cotton', 'navy', 'floral', 'coral'), 'street', wornWhole(cutOf({ neckline: 'v' }))],
  [
    'women',
    'A-line dress',
    of('cotton', 'yellow', 'floral', 'orange'),
    'park',
    wornWhole(cutOf({ neckline: 'square', sleeve: 0.24 })),
  ],
  [
    'women',
    'summer dress',
    of('cotton', 'red', 'dots', 'white'),
    'white',
    wornWhole(cutOf({ neckline: 'strap', sleeve: 0, shape: 'full', hem: 690 })),
  ],
  [
    'women',
    'summer dress',
    of('cotton', 'white', 'dots', 'black'),
    'street',
    wornWhole(cutOf({ neckline: 'square', sleeve: 0.2, shape: 'full', belted: true })),
  ],
  [
    'women',
    'little black dress',
    of('satin', 'black'),
    'white',
    wornWhole(cutOf({ sleeve: 0.2, neckline: 'v', shape: 'a', hem: 680 })),
  ],
  [
    'women',
    'sheath dress',
    of('wool', 'burgundy'),
    'grey',
    wornWhole(cutOf({ sleeve: 0.5, neckline: 'square', shape: 'straight', hem: 710, slit: true })),
  ],
  [
    'women',
    'sheath dress',
    of('wool', 'navy'),
    'white',
    alone(cutOf({ sleeve: 0.26, shape: 'straight', hem: 710 }), 725, 170),
  ],
  [
    'women',
    'maxi dress',
    of('satin', 'teal', 'tropical', 'mint'),
    'park',
    wornWhole(cutOf({ neckline: 'v', sleeve: 0, hem: 930, shape: 'a' })),
  ],
  [
    'women',
    'maxi dress',
    of('satin', 'lavender'),
    'white',
    wornWhole(cutOf({ neckline: 'strap', sleeve: 0, hem: 930, shape: 'tiered' })),
  ],
  [
    'women',
    'tiered dress',
    of('cotton', 'white', 'small floral', 'blue'),
    'white',
    alone(cutOf({ neckline: 'square', sleeve: 0.3, hem: 780, shape: 'tiered' }), 795, 220),
  ],
  [
    'women',
    'shirt dress',
    of('cotton', 'sky', 'pinstripe', 'white'),
    'room',
    wornWhole(cutOf({ collar: true, sleeve: 0.66, hem: 730, belted: true })),
  ],
  ['women', 'shirt dress', of('denim', 'denim'), 'white', wornWhole(cutOf({ collar: true, sleeve: 0.66, hem: 720 }))],
  [
    'women',
    'pleated dress',
    of('satin', 'green'),
    'cafe',
    wornWhole(cutOf({ neckline: 'v', sleeve: 0.9, shape: 'pleated', hem: 780, belted: true })),
  ],
  [
    'women',
    'pleated dress',
    of('satin', 'pink'),
    'white',
    wornWhole(cutOf({ sleeve: 0.3, shape: 'pleated', hem: 760 })),
  ],
  [
    'women',
    'wrap dress',
    of('satin', 'brown', 'leopard'),
    'white',
    wornWhole(cutOf({ neckline: 'v', sleeve: 0.7, hem: 740, belted: true })),
  ],
  [
    'women',
    'gingham dress',
    of('cotton', 'white', 'checks', 'green'),
    'brick',
    wornWhole(cutOf({ neckline: 'square', sleeve: 0.25, shape: 'full', hem: 700 })),
  ],
);
