import { backpack, handbag, tote } from '../draw/bag.js';
import { bikerJacket } from '../draw/biker-jacket.js';
import { type Body, men, women } from '../draw/body.js';
import { denimJacket } from '../draw/denim-jacket.js';
import { dress } from '../draw/dress.js';
import type { Look } from '../draw/figure.js';
import { glasses } from '../draw/glasses.js';
import { beanie, brimmed } from '../draw/hat.js';
import { knit } from '../draw/knit.js';
import { type Part, placedParts } from '../draw/part.js';
import type { Random } from '../draw/random.js';
import { scarf } from '../draw/scarf.js';
import { shirt } from '../draw/shirt.js';
import { skirt } from '../draw/skirt.js';
import type { Outfit } from '../draw/stage.js';
import { tailored } from '../draw/tailored.js';
import { trousers } from '../draw/trousers.js';
import { tshirt } from '../draw/tshirt.js';
import { cloth, fabricOf, plain } from './fabrics.js';
import type { Setting } from './item.js';

/** A figure with several things on. */
export interface LookItem {
  readonly name: string;
  readonly body: Body;
  readonly look: Look;
  readonly setting: Setting;
  readonly outfit: (random: Random) => Outfit;
}

const hand = 'translate(-124 588) scale(0.44)';
/** Hung in the hand on the left of the picture, its handle at the fingers. */
const carried = (parts: readonly Part[], place = hand): Part[] => placedParts(parts, place);
const onNose = 'translate(0 60) scale(0.26)';

const dark: Look = { skin: '#a56b46', hair: { colour: '#1f1713', cut: 'long' } };
const fair: Look = { skin: '#f0c9a8', hair: { colour: '#a3713c', cut: 'long' } };
const tan: Look = { skin: '#c98c62', hair: { colour: '#2a211e', cut: 'short' } };
const pale: Look = { skin: '#e0ab83', hair: { colour: '#3a2618', cut: 'short' } };

const slimJeans = { top: women.waist.y + 22, hem: 922, thigh: 0, knee: -1, end: 3, style: 'jeans' as const, wash: 0.4 };
const chinos = { top: men.waist.y + 22, hem: 936, thigh: 4, knee: 3, end: 6, style: 'chino' as const };

export const looks: ReadonlyMap<string, LookItem> = new Map<string, LookItem>([
  [
    'look-breton',
    {
      name: 'Breton shirt, red skirt, pumps and a tan satchel',
      body: women,
      look: fair,
      setting: 'street',
      outfit: (random) => ({
        top: tshirt(
          women,
          fabricOf(cloth('jersey', 'white', 'stripes', 'navy'), random),
          { neckline: 'boat', sleeve: 0.8, ease: 5, waisted: 0.7, hem: 430 },
          random,
        ),
        bottom: skirt(
          women,
          plain('red', 'wool'),
          { top: women.waist.y + 8, hem: 680, shape: 'a', waistband: true },
          random,
        ),
        shoes: { fabric: plain('black', 'patent'), style: 'pump' },
        extras: carried(handbag(plain('tan', 'leather'), { style: 'satchel', strap: 'handle' })),
      }),
    },
  ],
  [
    'look-biker',
    {
      name: 'Biker jacket, white T-shirt, slim jeans, boots and sunglasses',
      body: women,
      look: dark,
      setting: 'brick',
      outfit: (random) => ({
        top: tshirt(
          women,
          plain('white', 'jersey'),
          { neckline: 'round', sleeve: 0.3, ease: 4, waisted: 0.6, hem: 480 },
          random,
        ),
        over: bikerJacket(women, plain('black', 'leather'), { hem: women.hip.y - 26, ease: 7 }, random),
        bottom: trousers(women, plain('denim', 'denim'), slimJeans, random),
        shoes: { fabric: plain('brown', 'leather'), style: 'boot' },
        onFace: placedParts(glasses({ shape: 'wayfarer', frame: plain('black', 'patent'), lens: '#222222' }), onNose),
      }),
    },
  ],
  [
    'look-office',
    {
      name: 'Navy blazer, sky shirt, beige chinos, brown shoes',
      body: men,
      look: tan,
      setting: 'grey',
      outfit: (random) => ({
        top: shirt(
          men,
          plain('sky', 'cotton'),
          { sleeve: 1, ease: 5, waisted: 0.5, hem: 470, open: 0.3, pocket: false, collar: 'folded' },
          random,
        ),
        over: tailored(
          men,
          plain('navy', 'wool'),
          {
            hem: men.hip.y + 34,
            ease: 10,
            waisted: 0.6,
            flare: 4,
            breakY: men.waist.y - 30,
            breasted: 1,
            buttons: 2,
            lapel: 'notched',
            pockets: 'flap',
            gap: 16,
          },
          random,
        ),
        bottom: trousers(men, plain('beige', 'cotton'), { ...chinos, belt: plain('brown', 'leather') }, random),
        shoes: { fabric: plain('brown', 'leather'), style: 'boot' },
      }),
    },
  ],
  [
    'look-autumn',
    {
      name: 'Camel coat, tartan scarf, black jeans and a burgundy bag',
      body: women,
      look: fair,
      setting: 'street',
      outfit: (random) => ({
        top: knit(women, plain('cream', 'knit'), { neckline: 'high', ease: 6, hem: 470, sleeve: 1 }, random),
        over: tailored(
          women,
          plain('camel', 'wool'),
          {
            hem: 740,
            ease: 13,
            waisted: 0.3,
            flare: 14,
            breakY: women.chest.y + 30,
            breasted: 1,
            buttons: 3,
            lapel: 'notched',
            pockets: 'welt',
            gap: 22,
          },
          random,
        ),
        bottom: trousers(women, plain('black', 'denim'), { ...slimJeans, wash: 0.1 }, random),
        shoes: { fabric: plain('brown', 'leather'), style: 'boot' },
        extras: [
          ...placedParts(
            scarf(fabricOf(cloth('knit', 'red', 'tartan', 'navy'), random), random, true),
            'translate(0 132) scale(0.56 0.5)',
          ),
          ...carried(handbag(plain('burgundy', 'leather'), { style: 'frame', strap: 'handle' })),
        ],
      }),
    },
  ],
  [
    'look-summer',
    {
      name: 'Floral dress, sun hat, straw tote and sneakers',
      body: women,
      look: dark,
      setting: 'park',
      outfit: (random) => ({
        top: dress(
          women,
          fabricOf(cloth('cotton', 'yellow', 'floral', 'coral'), random),
          { neckline: 'square', sleeve: 0.24, hem: 690, shape: 'a' },
          random,
        ),
        shoes: { fabric: plain('white', 'leather'), style: 'sneaker' },
        extras: [
          ...placedParts(brimmed(plain('beige', 'straw'), plain('navy', 'satin'), 200), 'translate(0 24) scale(0.5)'),
          ...carried(
            tote(plain('beige', 'straw'), plain('brown', 'leather'), random),
            'translate(-128 606) scale(0.44)',
          ),
        ],
      }),
    },
  ],
  [
    'look-weekend',
    {
      name: 'Denim jacket, striped T-shirt, olive shorts, sneakers and a backpack',
      body: men,
      look: pale,
      setting: 'plaster',
      outfit: (random) => ({
        top: tshirt(
          men,
          fabricOf(cloth('jersey', 'white', 'stripes', 'red'), random),
          { neckline: 'round', sleeve: 0.3, ease: 9, waisted: 0.2, hem: 490 },
          random,
        ),
        bottom: trousers(men, plain('olive', 'cotton'), { ...chinos, hem: 660, thigh: 9, knee: 9 }, random),
        shoes: { fabric: plain('white', 'leather'), style: 'sneaker' },
        extras: carried(backpack(plain('navy', 'canvas'), plain('tan', 'leather')), 'translate(-142 592) scale(0.46)'),
      }),
    },
  ],
  [
    'look-denim',
    {
      name: 'Denim jacket over a black T-shirt, beige trousers and a beanie',
      body: men,
      look: tan,
      setting: 'street',
      outfit: (random) => ({
        top: tshirt(
          men,
          plain('black', 'jersey'),
          { neckline: 'round', sleeve: 0.3, ease: 6, waisted: 0.3, hem: 490 },
          random,
        ),
        over: denimJacket(men, plain('denim', 'denim'), { hem: men.hip.y - 18, ease: 10, gap: 15 }, random),
        bottom: trousers(men, plain('beige', 'cotton'), chinos, random),
        shoes: { fabric: plain('white', 'leather'), style: 'sneaker' },
        extras: placedParts(beanie(plain('mustard', 'knit')), 'translate(0 22) scale(0.43)'),
      }),
    },
  ],
  [
    'look-knit',
    {
      name: 'Pink sweater, pleated skirt, boots and a teal satchel',
      body: women,
      look: { skin: '#74482f', hair: { colour: '#1f1713', cut: 'bun' } },
      setting: 'sand',
      outfit: (random) => ({
        top: knit(women, plain('pink', 'knit'), { neckline: 'round', ease: 9, hem: 452, sleeve: 1 }, random),
        bottom: skirt(
          women,
          plain('charcoal', 'wool'),
          { top: women.waist.y + 14, hem: 740, shape: 'pleated', waistband: true },
          random,
        ),
        shoes: { fabric: plain('black', 'leather'), style: 'boot' },
        extras: carried(handbag(plain('teal', 'leather'), { style: 'satchel', strap: 'handle' })),
      }),
    },
  ],
]);
