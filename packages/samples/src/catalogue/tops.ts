import { type CardiganCut, cardigan } from '../draw/cardigan.js';
import { type KnitCut, knit } from '../draw/knit.js';
import { type ShirtCut, shirt } from '../draw/shirt.js';
import { type TshirtCut, tshirt } from '../draw/tshirt.js';
import { knitVest, waistcoat } from '../draw/vest.js';
import { alone, type Make, quietShirt, worn, wornOpen, wornTucked } from './arrangements.js';
import { cloth as of } from './fabrics.js';
import { graphics } from './graphics.js';
import { type Item, items } from './item.js';
import { palette } from './palette.js';

const tee =
  (cut: Partial<TshirtCut> & { print?: keyof typeof graphics; contrasting?: boolean } = {}): Make =>
  (body, fabric, random, scene) => {
    const { print, contrasting, ...rest } = cut;
    return tshirt(
      body,
      fabric,
      {
        neckline: 'round',
        sleeve: 0.36,
        ease: 11,
        waisted: 0.3,
        hem: body.hip.y - 4,
        ...(print === undefined ? {} : { graphic: graphics[print](scene.accent.colour) }),
        ...(contrasting ? { contrast: scene.accent } : {}),
        ...rest,
      },
      random,
    );
  };

const button =
  (cut: Partial<ShirtCut> = {}): Make =>
  (body, fabric, random) =>
    shirt(
      body,
      fabric,
      { sleeve: 1, ease: 9, waisted: 0.3, hem: body.hip.y + 26, open: 0, pocket: true, collar: 'folded', ...cut },
      random,
    );

const jumper =
  (cut: Partial<KnitCut> & { print?: keyof typeof graphics; contrasting?: boolean } = {}): Make =>
  (body, fabric, random, scene) => {
    const { print, contrasting, ...rest } = cut;
    return knit(
      body,
      fabric,
      {
        neckline: 'round',
        ease: 12,
        hem: body.hip.y + 8,
        sleeve: 1,
        ...(print === undefined ? {} : { graphic: graphics[print](scene.accent.colour) }),
        ...(contrasting ? { ribColour: scene.accent.colour } : {}),
        ...rest,
      },
      random,
    );
  };

const cardi =
  (cut: Partial<CardiganCut> = {}): Make =>
  (body, fabric, random) =>
    cardigan(
      body,
      fabric,
      { ease: 11, hem: body.hip.y + 10, breakY: body.chest.y + 26, gap: 0, pockets: true, ...cut },
      random,
    );

const relaxed = { ease: 13, waisted: 0.1 } as const;
const vest = (draw: Make): Item['arrange'] => wornOpen(draw, 710, quietShirt);

const tshirts = items(
  'tshirt',
  'tops',
  ['women', 'crew-neck T-shirt', of('jersey', 'white'), 'white', alone(tee())],
  ['women', 'crew-neck T-shirt', of('jersey', 'red'), 'white', alone(tee())],
  [
    'women',
    'long-sleeved Breton T-shirt',
    of('jersey', 'white', 'stripes', 'navy'),
    'grey',
    worn(tee({ neckline: 'boat', sleeve: 0.97, ease: 8 })),
  ],
  ['women', 'V-neck T-shirt', of('jersey', 'pink'), 'street', worn(tee({ neckline: 'v' }))],
  ['women', 'Breton T-shirt', of('jersey', 'white', 'stripes', 'red'), 'white', alone(tee({ neckline: 'scoop' }))],
  ['men', 'crew-neck T-shirt', of('jersey', 'navy'), 'white', worn(tee(relaxed))],
  ['men', 'crew-neck T-shirt', of('jersey', 'green'), 'brick', worn(tee(relaxed))],
  ['men', 'T-shirt', of('jersey', 'sky', 'wide stripes', 'navy'), 'white', worn(tee(relaxed))],
  [
    'men',
    'T-shirt with a sunset',
    of('jersey', 'black', 'graphic', 'orange'),
    'white',
    alone(tee({ ...relaxed, print: 'sunset' }), 520, 180),
  ],
  [
    'men',
    'T-shirt with a mountain',
    of('jersey', 'cream', 'graphic', 'teal'),
    'grey',
    alone(tee({ ...relaxed, print: 'mountain' }), 520, 180),
  ],
  [
    'unisex',
    'T-shirt with waves',
    of('jersey', 'mustard', 'graphic', 'navy'),
    'sand',
    worn(tee({ ...relaxed, print: 'wave' })),
  ],
  ['men', 'polo shirt', of('jersey', 'white'), 'white', worn(tee({ ...relaxed, polo: true }))],
  ['men', 'polo shirt', of('jersey', 'navy', 'wide stripes', 'white'), 'park', worn(tee({ ...relaxed, polo: true }))],
  ['men', 'polo shirt', of('jersey', 'teal'), 'white', alone(tee({ ...relaxed, polo: true }), 520, 180)],
);

const tanks = items(
  'tank-top',
  'tops',
  [
    'women',
    'tank top',
    of('jersey', 'black'),
    'white',
    worn(tee({ neckline: 'strap', sleeve: 0, ease: 3, waisted: 0.7 })),
  ],
  [
    'women',
    'tank top',
    of('jersey', 'coral'),
    'white',
    worn(tee({ neckline: 'strap', sleeve: 0, ease: 3, waisted: 0.7 })),
  ],
  [
    'women',
    'camisole',
    of('satin', 'cream', 'floral', 'coral'),
    'park',
    worn(tee({ neckline: 'strap', sleeve: 0, ease: 7, waisted: 0.4 })),
  ],
  [
    'women',
    'tank top',
    of('jersey', 'white', 'stripes', 'teal'),
    'grey',
    worn(tee({ neckline: 'strap', sleeve: 0, ease: 4, waisted: 0.6 })),
  ],
  [
    'women',
    'camisole',
    of('satin', 'green'),
    'white',
    worn(tee({ neckline: 'strap', sleeve: 0, ease: 7, waisted: 0.4 })),
  ],
);

const shirts = items(
  'shirt',
  'tops',
  ['men', 'Oxford shirt', of('cotton', 'white'), 'street', wornTucked(button({ open: 0.3 }), 780)],
  ['men', 'Oxford shirt', of('cotton', 'sky'), 'street', wornTucked(button())],
  ['men', 'shirt', of('cotton', 'white', 'checks', 'blue'), 'white', worn(button({ open: 0.35 }))],
  ['men', 'shirt', of('cotton', 'white', 'checks', 'red'), 'street', worn(button({ open: 0.35, sleeve: 0.66 }))],
  ['men', 'flannel shirt', of('cotton', 'red', 'tartan', 'navy'), 'boards', worn(button({ open: 0.3 }))],
  [
    'men',
    'flannel shirt',
    of('cotton', 'green', 'tartan', 'navy'),
    'white',
    wornTucked(button({ open: 0.3, sleeve: 0.66 })),
  ],
  ['men', 'shirt', of('cotton', 'white', 'pinstripe', 'blue'), 'white', wornTucked(button())],
  [
    'men',
    'Hawaiian shirt',
    of('cotton', 'teal', 'tropical', 'mint'),
    'park',
    worn(button({ sleeve: 0.38, open: 0.6, ease: 13, waisted: 0 })),
  ],
  [
    'women',
    'blouse',
    of('satin', 'pink', 'dots', 'white'),
    'white',
    worn(button({ pocket: false, waisted: 0.5, collar: 'stand' })),
  ],
  [
    'women',
    'blouse',
    of('satin', 'cream', 'small floral', 'navy'),
    'white',
    worn(button({ open: 0.4, pocket: false, waisted: 0.5 })),
  ],
  ['women', 'linen shirt', of('cotton', 'lavender'), 'room', worn(button({ open: 0.5, sleeve: 0.7, waisted: 0.2 }))],
  ['unisex', 'denim shirt', of('denim', 'denim'), 'white', worn(button({ open: 0.3 }))],
);

const sweaters = items(
  'sweater',
  'tops',
  ['women', 'crew-neck sweater', of('knit', 'cream'), 'white', alone(jumper())],
  ['women', 'crew-neck sweater', of('knit', 'beige'), 'grey', worn(jumper({ ease: 15 }))],
  ['women', 'turtleneck', of('knit', 'burgundy'), 'white', worn(jumper({ neckline: 'high', ease: 8 }))],
  ['women', 'sweater', of('knit', 'cream', 'stripes', 'red'), 'street', worn(jumper({ ease: 15 }))],
  ['women', 'V-neck sweater', of('knit', 'mint'), 'white', wornOpen(jumper({ neckline: 'v' }), 710, quietShirt)],
  ['men', 'crew-neck sweater', of('knit', 'navy'), 'white', worn(jumper())],
  [
    'men',
    'V-neck sweater',
    of('knit', 'charcoal', 'argyle', 'burgundy'),
    'white',
    wornOpen(jumper({ neckline: 'v' }), 710, quietShirt),
  ],
  ['men', 'turtleneck', of('knit', 'camel'), 'street', worn(jumper({ neckline: 'high' }))],
  ['men', 'sweater', of('knit', 'navy', 'wide stripes', 'mustard'), 'plaster', worn(jumper())],
  ['unisex', 'sweatshirt', of('jersey', 'grey'), 'white', alone(jumper({ ease: 15 }), 520, 185)],
  [
    'unisex',
    'sweatshirt with waves',
    of('jersey', 'green', 'graphic', 'cream'),
    'white',
    worn(jumper({ ease: 15, print: 'wave' })),
  ],
  ['men', 'hoodie', of('jersey', 'navy'), 'white', alone(jumper({ ease: 15, hood: true, pocket: true }), 520, 190)],
  ['men', 'hoodie', of('jersey', 'charcoal'), 'brick', worn(jumper({ ease: 15, hood: true, pocket: true }))],
  ['women', 'hoodie', of('jersey', 'lavender'), 'white', worn(jumper({ ease: 14, hood: true, pocket: true }))],
  [
    'men',
    'hoodie with a sunset',
    of('jersey', 'red', 'graphic', 'cream'),
    'white',
    worn(jumper({ ease: 15, hood: true, pocket: true, print: 'sunset' })),
  ],
  [
    'women',
    'sleeveless sweater',
    of('knit', 'sky', 'argyle', 'navy'),
    'white',
    vest((body, fabric, random) => knitVest(body, fabric, body.hip.y, random, palette.navy)),
  ],
  [
    'women',
    'sleeveless sweater',
    of('knit', 'burgundy'),
    'grey',
    vest((body, fabric, random) => knitVest(body, fabric, body.hip.y, random)),
  ],
);

const cardigans = items(
  'cardigan',
  'tops',
  ['women', 'cardigan', of('knit', 'mustard'), 'white', wornOpen(cardi({ gap: 12 }))],
  ['women', 'long cardigan', of('knit', 'cream', 'cable'), 'grey', wornOpen(cardi({ gap: 26, hem: 560 }))],
  ['women', 'cardigan', of('knit', 'pink'), 'room', wornOpen(cardi({ gap: 16 }))],
  ['men', 'cardigan', of('knit', 'navy'), 'white', wornOpen(cardi())],
  ['men', 'cardigan', of('knit', 'olive'), 'white', wornOpen(cardi({ gap: 22 }))],
);

const waistcoated = vest((body, fabric, random) => waistcoat(body, fabric, body.hip.y - 20, random));

const vests = items(
  'vest',
  'tops',
  ['men', 'waistcoat', of('wool', 'charcoal', 'pinstripe', 'grey'), 'white', waistcoated],
  ['men', 'tweed waistcoat', of('wool', 'brown', 'herringbone', 'beige'), 'white', waistcoated],
  ['men', 'waistcoat', of('wool', 'navy'), 'grey', waistcoated],
  ['men', 'waistcoat', of('wool', 'grey'), 'white', waistcoated],
);

export const tops: readonly Item[] = [...tshirts, ...tanks, ...shirts, ...sweaters, ...cardigans, ...vests];
