import { bikerJacket } from '../draw/biker-jacket.js';
import { denimJacket } from '../draw/denim-jacket.js';
import { type TailoredCut, tailored } from '../draw/tailored.js';
import { bomber, type JacketCut, puffer } from '../draw/zipped-jacket.js';
import { alone, type Make, wornOpen, wornWhole } from './arrangements.js';
import { cloth as of } from './fabrics.js';
import { type Item, items } from './item.js';

const blazer =
  (cut: Partial<TailoredCut> = {}): Make =>
  (body, fabric, random) =>
    tailored(
      body,
      fabric,
      {
        hem: body.hip.y + 34,
        ease: 9,
        waisted: 0.7,
        flare: 5,
        breakY: body.waist.y - 30,
        breasted: 1,
        buttons: 2,
        lapel: 'notched',
        pockets: 'flap',
        ...cut,
      },
      random,
    );

const coat =
  (cut: Partial<TailoredCut> = {}): Make =>
  (body, fabric, random) =>
    tailored(
      body,
      fabric,
      {
        hem: 740,
        ease: 13,
        waisted: 0.4,
        flare: 14,
        breakY: body.chest.y + 30,
        breasted: 1,
        buttons: 4,
        lapel: 'notched',
        pockets: 'welt',
        ...cut,
      },
      random,
    );

const trench = (gap?: number): Make =>
  coat({
    breasted: 2,
    belt: 390,
    epaulettes: true,
    flare: 24,
    waisted: gap === undefined ? 0.8 : 0.4,
    hem: 740,
    ...(gap === undefined ? {} : { gap }),
  });
const short =
  (draw: typeof bomber, options: Partial<JacketCut> = {}): Make =>
  (body, fabric, random) =>
    draw(body, fabric, { hem: body.hip.y - 14, ease: 12, ...options }, random);

const jackets = items(
  'jacket',
  'outerwear',
  ['men', 'blazer', of('wool', 'navy'), 'white', wornOpen(blazer())],
  ['men', 'tweed blazer', of('wool', 'brown', 'herringbone', 'beige'), 'cafe', wornOpen(blazer())],
  ['men', 'blazer', of('wool', 'grey'), 'white', wornOpen(blazer({ gap: 16 }))],
  ['women', 'blazer', of('wool', 'black'), 'grey', wornOpen(blazer())],
  ['women', 'blazer', of('wool', 'charcoal', 'windowpane', 'grey'), 'street', wornOpen(blazer())],
  ['women', 'blazer', of('wool', 'fuchsia'), 'street', wornOpen(blazer({ gap: 14 }))],
  [
    'unisex',
    'denim jacket',
    of('denim', 'denim', 'washed'),
    'white',
    wornOpen(short(denimJacket, { ease: 9, gap: 16 })),
  ],
  ['women', 'denim jacket', of('denim', 'sky', 'washed'), 'street', wornOpen(short(denimJacket, { ease: 8, gap: 14 }))],
  ['men', 'denim jacket', of('denim', 'indigo'), 'brick', wornOpen(short(denimJacket, { ease: 9 }))],
  ['women', 'biker jacket', of('leather', 'black'), 'white', wornOpen(short(bikerJacket, { ease: 6 }))],
  ['men', 'biker jacket', of('leather', 'brown'), 'plaster', wornOpen(short(bikerJacket, { ease: 7 }))],
  ['women', 'biker jacket', of('leather', 'red'), 'white', alone(short(bikerJacket, { ease: 6 }), 500)],
  ['men', 'bomber jacket', of('nylon', 'olive'), 'white', alone(short(bomber), 500, 190)],
  ['men', 'bomber jacket', of('nylon', 'black'), 'street', wornOpen(short(bomber, { gap: 16 }))],
  ['women', 'bomber jacket', of('satin', 'pink'), 'white', wornOpen(short(bomber, { ease: 10 }))],
  ['men', 'bomber jacket', of('nylon', 'burgundy'), 'white', wornOpen(short(bomber, { gap: 18 }))],
  [
    'men',
    'padded jacket',
    of('nylon', 'navy'),
    'street',
    wornOpen(short(puffer, { ease: 15, hem: 496, gap: 18 }), 800),
  ],
  [
    'men',
    'padded jacket',
    of('nylon', 'black'),
    'street',
    wornOpen(short(puffer, { ease: 15, hem: 496, gap: 18 }), 800),
  ],
);

const coats = items(
  'coat',
  'outerwear',
  ['women', 'wool coat', of('wool', 'camel'), 'grey', wornWhole(coat({ gap: 18 }), 1010, true)],
  ['women', 'wool coat', of('wool', 'red'), 'street', wornWhole(coat({ gap: 16 }), 1010, true)],
  ['women', 'wool coat', of('wool', 'olive'), 'street', wornWhole(coat({ gap: 20 }), 1010, true)],
  [
    'men',
    'wool coat',
    of('wool', 'charcoal'),
    'white',
    wornWhole(coat({ waisted: 0.2, hem: 720, gap: 20 }), 1010, true),
  ],
  [
    'men',
    'overcoat',
    of('wool', 'navy', 'herringbone', 'sky'),
    'street',
    wornWhole(coat({ waisted: 0.2, hem: 720, gap: 18 }), 1010, true),
  ],
  ['women', 'trench coat', of('cotton', 'beige'), 'white', wornWhole(trench(18), 980, true)],
  ['women', 'trench coat', of('cotton', 'beige'), 'street', wornWhole(trench(20), 1010, true)],
  ['men', 'trench coat', of('cotton', 'navy'), 'grey', wornWhole(trench(18), 1010, true)],
);

export const outerwear: readonly Item[] = [...jackets, ...coats];
