import { type BootCut, boot } from '../draw/boot.js';
import type { Fabric } from '../draw/fabric.js';
import { type HeelCut, heel } from '../draw/heel.js';
import { type LoaferCut, loafer } from '../draw/loafer.js';
import { type Part, placedParts } from '../draw/part.js';
import { sandal } from '../draw/sandal.js';
import { sneaker } from '../draw/sneaker.js';
import { fit, resting } from '../draw/stage.js';
import { cloth as of } from './fabrics.js';
import { type Item, items, type Scene } from './item.js';
import { type ColourName, palette } from './palette.js';

type Shoe = (fabric: Fabric, scene: Scene) => Part[];

/** How shops photograph shoes: the toe is nearer to the camera, so lower in the picture by `slope` of its distance. */
interface Stand {
  readonly slope: number;
  /** How much of the picture's width it fills. */
  readonly share: number;
}

const turned = ({ slope }: Stand): string => `matrix(0.92 ${slope} 0 1 0 0)`;

/** The shadow under the sole, from heel to toe. */
const contact = (stand: Stand): string => `<g transform="${turned(stand)}">${resting(200, 2, 196)}</g>`;

const one =
  (shoe: Shoe, height: number, stand: Stand): Item['arrange'] =>
  (scene) => ({
    drawing: { parts: placedParts(shoe(scene.fabric, scene), turned(stand)), ground: contact(stand) },
    view: fit([-14, -height, 404, 410 * stand.slope + 8], stand.share, scene.random),
    wobble: 2,
  });

/** A pair: the second shoe stands behind. */
const pair =
  (shoe: Shoe, height: number, stand: Stand): Item['arrange'] =>
  (scene) => {
    const back = `translate(76 -52) scale(0.95) ${turned({ ...stand, slope: stand.slope * 0.7 })}`;
    const shadow = `<g transform="${back}">${resting(200, 2, 196)}</g>`;
    return {
      drawing: {
        parts: [
          ...placedParts(shoe(scene.fabric, scene), back),
          ...placedParts(shoe(scene.fabric, scene), turned(stand)),
        ],
        ground: shadow + contact(stand),
      },
      view: fit([-14, -height - 46, 462, 410 * stand.slope + 8], stand.share * 1.08, scene.random),
      wobble: 2,
    };
  };

const stands = {
  flat: { slope: 0.27, share: 0.62 },
  boot: { slope: 0.2, share: 0.56 },
  heel: { slope: 0.03, share: 0.54 },
} as const;

const trainer =
  (style: 'low' | 'high' | 'runner', laces: ColourName = 'white', sole: ColourName = 'white'): Shoe =>
  (fabric, { accent }) =>
    sneaker(fabric, { style, accent, laces: palette[laces], sole: palette[sole] });

const booted =
  (style: BootCut['style'], shaft: number, sole: ColourName = 'black'): Shoe =>
  (fabric) =>
    boot(fabric, { style, shaft, sole: palette[sole] });

const heeled =
  (style: HeelCut['style'], bow = false): Shoe =>
  (fabric) =>
    heel(fabric, { style, bow });

const low =
  (style: LoaferCut['style'], sole: ColourName = 'black'): Shoe =>
  (fabric) =>
    loafer(fabric, { style, sole: palette[sole] });

const open =
  (style: 'slide' | 'thong' | 'ankle'): Shoe =>
  (fabric) =>
    sandal(fabric, style);

const { flat, boot: tall, heel: raised } = stands;

export const shoes: readonly Item[] = [
  ...items(
    'sneakers',
    'shoes',
    ['unisex', 'sneakers', of('leather', 'white', 'plain', 'green'), 'white', one(trainer('low'), 196, flat)],
    ['unisex', 'canvas sneakers', of('canvas', 'red', 'plain', 'white'), 'white', one(trainer('low'), 200, flat)],
    ['men', 'high-top sneakers', of('canvas', 'black', 'plain', 'white'), 'boards', one(trainer('high'), 290, flat)],
    ['men', 'running shoes', of('nylon', 'blue', 'colour block', 'orange'), 'white', one(trainer('runner'), 200, flat)],
    ['women', 'running shoes', of('nylon', 'pink', 'colour block', 'grey'), 'white', one(trainer('runner'), 196, flat)],
    [
      'men',
      'running shoes',
      of('nylon', 'charcoal', 'colour block', 'yellow'),
      'cobbles',
      one(trainer('runner', 'yellow'), 200, flat),
    ],
    ['unisex', 'high-top sneakers', of('canvas', 'navy', 'plain', 'white'), 'white', one(trainer('high'), 290, flat)],
  ),
  ...items(
    'boots',
    'shoes',
    ['women', 'Chelsea boots', of('leather', 'black'), 'white', pair(booted('chelsea', 240), 270, tall)],
    ['men', 'Chelsea boots', of('suede', 'tan'), 'white', pair(booted('chelsea', 240, 'brown'), 270, tall)],
    ['men', 'lace-up boots', of('leather', 'brown'), 'boards', pair(booted('laced', 270), 290, tall)],
    ['unisex', 'lace-up boots', of('leather', 'black'), 'white', pair(booted('laced', 280), 300, tall)],
    ['women', 'ankle boots', of('leather', 'burgundy'), 'white', pair(booted('plain', 240), 260, tall)],
  ),
  ...items(
    'heels',
    'shoes',
    ['women', 'pumps', of('patent', 'black'), 'white', pair(heeled('pump'), 300, raised)],
    ['women', 'pumps', of('patent', 'red'), 'white', pair(heeled('pump'), 300, raised)],
    ['women', 'pumps with a bow', of('suede', 'navy'), 'white', pair(heeled('pump', true), 305, raised)],
    ['women', 'block heels', of('leather', 'beige'), 'blush', pair(heeled('block'), 300, raised)],
    ['women', 'heeled sandals', of('leather', 'gold'), 'white', pair(heeled('sandal'), 330, raised)],
    ['women', 'heeled sandals', of('leather', 'fuchsia'), 'white', pair(heeled('sandal'), 330, raised)],
  ),
  ...items(
    'loafers',
    'shoes',
    ['men', 'penny loafers', of('leather', 'brown'), 'white', one(low('penny'), 176, flat)],
    ['men', 'Oxford shoes', of('leather', 'black'), 'white', one(low('oxford'), 176, flat)],
    ['men', 'Oxford shoes', of('leather', 'tan'), 'cobbles', one(low('oxford', 'brown'), 176, flat)],
    ['women', 'tassel loafers', of('patent', 'burgundy'), 'white', one(low('tassel'), 176, flat)],
    ['men', 'suede loafers', of('suede', 'navy'), 'white', one(low('penny', 'brown'), 176, flat)],
  ),
  ...items(
    'sandals',
    'shoes',
    ['unisex', 'two-strap sandals', of('leather', 'brown'), 'white', pair(open('slide'), 140, flat)],
    ['women', 'two-strap sandals', of('leather', 'white'), 'table', pair(open('slide'), 140, flat)],
    ['unisex', 'flip-flops', of('leather', 'teal'), 'white', pair(open('thong'), 130, flat)],
    ['women', 'ankle-strap sandals', of('leather', 'tan'), 'white', pair(open('ankle'), 216, flat)],
  ),
];
