import { fivePockets, type SkirtCut, skirt } from '../draw/skirt.js';
import { type TrouserCut, trousers } from '../draw/trousers.js';
import { aloneBelow, type MakeParts, wornBelow } from './arrangements.js';
import { cloth as of, plain } from './fabrics.js';
import { type Item, items } from './item.js';

const skirtOf =
  (cut: Partial<SkirtCut> & { denim?: boolean } = {}): MakeParts =>
  (body, fabric, random) => {
    const { denim, ...rest } = cut;
    const parts = skirt(
      body,
      fabric,
      { top: body.waist.y + 14, hem: 660, shape: 'a', waistband: true, ...rest },
      random,
    );
    const [first, ...others] = parts;
    if (!denim || first === undefined) return parts;
    return [
      {
        ...first,
        details: (first.details ?? '') + fivePockets(body.waist.y + 18, body.waist.half + 6, '#c98d4b', fabric),
      },
      ...others,
    ];
  };

const legsOf =
  (cut: Partial<TrouserCut> & { belted?: boolean } = {}): MakeParts =>
  (body, fabric, random) => {
    const { belted, ...rest } = cut;
    return trousers(
      body,
      fabric,
      {
        top: body.waist.y + 22,
        hem: body.ankle.y + 14,
        thigh: 4,
        knee: 3,
        end: 7,
        style: 'chino',
        ...(belted ? { belt: plain('brown', 'leather') } : {}),
        ...rest,
      },
      random,
    );
  };

const slim = { thigh: 0, knee: -1, end: 3 };
const wide = { thigh: 10, knee: 14, end: 28 };
const jeans = (cut: Partial<TrouserCut> = {}): MakeParts => legsOf({ style: 'jeans', wash: 0.5, ...cut });
const shorts = (cut: Partial<TrouserCut> & { belted?: boolean } = {}): MakeParts =>
  legsOf({ hem: 640, thigh: 9, knee: 9, ...cut });

const skirts = items(
  'skirt',
  'bottoms',
  [
    'women',
    'A-line skirt',
    of('cotton', 'cream', 'floral', 'fuchsia'),
    'white',
    aloneBelow(skirtOf(), [-150, 370, 150, 670]),
  ],
  ['women', 'A-line skirt', of('wool', 'mustard'), 'white', wornBelow(skirtOf(), false)],
  [
    'women',
    'tartan skirt',
    of('wool', 'red', 'tartan', 'navy'),
    'white',
    aloneBelow(skirtOf({ shape: 'pleated', hem: 620 }), [-140, 370, 140, 630]),
  ],
  [
    'women',
    'pencil skirt',
    of('wool', 'black'),
    'grey',
    wornBelow(skirtOf({ shape: 'straight', hem: 700, slit: true }), false),
  ],
  [
    'women',
    'pencil skirt',
    of('wool', 'charcoal', 'pinstripe', 'grey'),
    'white',
    wornBelow(skirtOf({ shape: 'straight', hem: 700 }), false),
  ],
  [
    'women',
    'pleated midi skirt',
    of('satin', 'green'),
    'street',
    wornBelow(skirtOf({ shape: 'pleated', hem: 800 }), false),
  ],
  [
    'women',
    'pleated midi skirt',
    of('satin', 'pink'),
    'white',
    wornBelow(skirtOf({ shape: 'pleated', hem: 800 }), false),
  ],
  [
    'women',
    'full skirt',
    of('cotton', 'navy', 'dots', 'white'),
    'park',
    wornBelow(skirtOf({ shape: 'full', hem: 700 }), false),
  ],
  [
    'women',
    'tiered skirt',
    of('cotton', 'white', 'small floral', 'red'),
    'white',
    aloneBelow(skirtOf({ shape: 'tiered', hem: 720 }), [-185, 370, 185, 735]),
  ],
  [
    'women',
    'denim skirt',
    of('denim', 'denim', 'washed'),
    'white',
    aloneBelow(skirtOf({ hem: 590, denim: true }), [-125, 370, 125, 600]),
  ],
);

const trousersRows = items(
  'trousers',
  'bottoms',
  ['men', 'chinos', of('cotton', 'beige'), 'white', wornBelow(legsOf({ belted: true }))],
  ['men', 'chinos', of('cotton', 'olive'), 'street', wornBelow(legsOf())],
  [
    'men',
    'suit trousers',
    of('wool', 'navy', 'pinstripe', 'grey'),
    'white',
    wornBelow(legsOf({ style: 'creased', belted: true })),
  ],
  [
    'men',
    'suit trousers',
    of('wool', 'grey'),
    'white',
    aloneBelow(legsOf({ style: 'creased' }), [-120, 385, 120, 955]),
  ],
  [
    'men',
    'cargo trousers',
    of('canvas', 'charcoal'),
    'white',
    wornBelow(legsOf({ style: 'cargo', thigh: 9, knee: 9, end: 10 })),
  ],
  ['women', 'wide trousers', of('wool', 'cream'), 'grey', wornBelow(legsOf({ ...wide, style: 'creased' }))],
  ['women', 'wide trousers', of('cotton', 'coral'), 'white', wornBelow(legsOf({ ...wide, style: 'creased' }))],
  [
    'women',
    'cropped trousers',
    of('cotton', 'black', 'checks', 'white'),
    'white',
    wornBelow(legsOf({ ...slim, hem: 890 })),
  ],
  [
    'unisex',
    'joggers',
    of('jersey', 'grey'),
    'white',
    wornBelow(legsOf({ style: 'jogger', thigh: 8, knee: 8, end: 4, hem: 925 })),
  ],
);

const jeansRows = items(
  'trousers',
  'bottoms',
  ['women', 'slim jeans', of('denim', 'denim', 'washed'), 'white', wornBelow(jeans(slim))],
  ['women', 'wide jeans', of('denim', 'sky', 'washed'), 'street', wornBelow(jeans({ ...wide, wash: 0.7 }))],
  ['women', 'slim jeans', of('denim', 'white'), 'white', wornBelow(jeans({ ...slim, wash: 0 }))],
  [
    'women',
    'boyfriend jeans',
    of('denim', 'denim', 'washed'),
    'white',
    aloneBelow(jeans({ thigh: 8, knee: 9, end: 12, hem: 905, turnUp: true, wash: 0.8 }), [-125, 385, 125, 920]),
  ],
  ['men', 'straight jeans', of('denim', 'indigo'), 'white', wornBelow(jeans({ wash: 0.25, turnUp: true }))],
  ['men', 'slim jeans', of('denim', 'black'), 'brick', wornBelow(jeans({ ...slim, wash: 0.12 }))],
  [
    'men',
    'straight jeans',
    of('denim', 'blue', 'washed'),
    'white',
    aloneBelow(jeans({ wash: 0.6 }), [-120, 385, 120, 955]),
  ],
);

const shortsRows = items(
  'shorts',
  'bottoms',
  ['men', 'chino shorts', of('cotton', 'navy'), 'white', aloneBelow(shorts(), [-125, 385, 125, 650])],
  ['men', 'chino shorts', of('cotton', 'coral'), 'white', wornBelow(shorts({ belted: true }))],
  ['men', 'cargo shorts', of('canvas', 'olive'), 'park', wornBelow(shorts({ style: 'cargo', hem: 670 }))],
  [
    'men',
    'swim shorts',
    of('nylon', 'cream', 'tropical', 'teal'),
    'white',
    wornBelow(shorts({ style: 'jogger', hem: 640 })),
  ],
  [
    'women',
    'denim shorts',
    of('denim', 'sky', 'washed'),
    'white',
    aloneBelow(jeans({ hem: 575, thigh: 8, knee: 12, wash: 0.7, turnUp: true }), [-120, 385, 120, 590]),
  ],
  ['women', 'linen shorts', of('cotton', 'white'), 'sky', wornBelow(shorts({ hem: 625, style: 'jogger' }))],
);

export const bottoms: readonly Item[] = [...skirts, ...trousersRows, ...jeansRows, ...shortsRows];
