import type { Body } from '../draw/body.js';
import { brightness } from '../draw/colour.js';
import type { Fabric } from '../draw/fabric.js';
import { type Garment, partsOf } from '../draw/garment.js';
import { type Part, placedParts } from '../draw/part.js';
import type { Random } from '../draw/random.js';
import { shirt } from '../draw/shirt.js';
import { type Bounds, dressed, fit, type Outfit, resting, standing } from '../draw/stage.js';
import { trousers } from '../draw/trousers.js';
import { tshirt } from '../draw/tshirt.js';
import { plain } from './fabrics.js';
import type { Item, Scene } from './item.js';

type Arrange = Item['arrange'];
export type Make = (body: Body, fabric: Fabric, random: Random, scene: Scene) => Garment;
export type MakeParts = (body: Body, fabric: Fabric, random: Random, scene: Scene) => Part[];

const dark = (fabric: Fabric): boolean => brightness(fabric.colour) < 0.4;

/** Trousers that leave the eye to what is worn above. */
function quietTrousers(scene: Scene): Part[] {
  const { body, fabric, random } = scene;
  const cut = {
    top: body.waist.y + 26,
    hem: body.ankle.y + 8,
    thigh: 4,
    knee: 3,
    end: 6,
    style: 'jeans' as const,
    wash: 0.3,
  };
  const other = dark(fabric)
    ? random.pick(['beige', 'denim', 'grey'] as const)
    : random.pick(['indigo', 'black', 'charcoal'] as const);
  return trousers(
    body,
    plain(other, other === 'denim' || other === 'indigo' ? 'denim' : 'cotton'),
    { ...cut, style: other === 'denim' || other === 'indigo' ? 'jeans' : 'chino' },
    random,
  );
}

/** A plain top tucked into what is worn below. */
function quietTop(scene: Scene): Garment {
  const { body, fabric, random } = scene;
  const colour = dark(fabric)
    ? random.pick(['white', 'cream', 'sky'] as const)
    : random.pick(['black', 'navy', 'white'] as const);
  return tshirt(
    body,
    plain(colour, 'jersey'),
    { neckline: 'round', sleeve: 0.34, ease: 4, waisted: 0.8, hem: body.waist.y + 60 },
    random,
  );
}

/** A shirt with sleeves to the wrist, under a vest. */
export function quietShirt(scene: Scene): Garment {
  const { body, fabric, random } = scene;
  return shirt(
    body,
    plain(dark(fabric) ? 'white' : random.pick(['white', 'sky'] as const), 'cotton'),
    { sleeve: 1, ease: 6, waisted: 0.5, hem: body.waist.y + 70, open: 0, pocket: false, collar: 'folded' },
    random,
  );
}

const shoesFor = (scene: Scene): NonNullable<Outfit['shoes']> => {
  const style =
    scene.body.shoulder.half < 90
      ? scene.random.pick(['pump', 'sneaker', 'boot'] as const)
      : scene.random.pick(['sneaker', 'boot'] as const);
  return {
    style,
    fabric: style === 'sneaker' ? plain('white', 'leather') : plain(style === 'boot' ? 'brown' : 'black', 'leather'),
  };
};

const wornWobble = 4;

/** An upper garment on a figure, from the chin to the thighs. */
export const worn =
  (make: Make, bottom = 710): Arrange =>
  (scene) => {
    const { body, look, random, fabric } = scene;
    const garment = make(body, fabric, random, scene);
    const parts = dressed(body, look, { top: garment, bottom: quietTrousers(scene) });
    return { drawing: { parts }, view: fit([-200, 84, 200, bottom], 1, random, 0.8), wobble: wornWobble };
  };

/** A shirt tucked into trousers with a belt. */
export const wornTucked =
  (make: Make, bottom = 750): Arrange =>
  (scene) => {
    const { body, look, random, fabric } = scene;
    const below = plain(dark(fabric) ? 'beige' : random.pick(['charcoal', 'navy', 'black'] as const), 'cotton');
    const cut = {
      top: body.waist.y + 18,
      hem: body.ankle.y,
      thigh: 4,
      knee: 3,
      end: 6,
      style: 'chino',
      belt: plain('brown', 'leather'),
    } as const;
    const parts = dressed(body, look, {
      top: make(body, fabric, random, scene),
      tucked: true,
      bottom: trousers(body, below, cut, random),
    });
    return { drawing: { parts }, view: fit([-200, 84, 200, bottom], 1, random, 0.8), wobble: wornWobble };
  };

/** An upper garment over a plain top. */
export const wornOpen =
  (make: Make, bottom = 710, under: (scene: Scene) => Garment = quietTop): Arrange =>
  (scene) => {
    const { body, look, random, fabric } = scene;
    const over = make(body, fabric, random, scene);
    const parts = dressed(body, look, { top: under(scene), over, bottom: quietTrousers(scene) });
    return { drawing: { parts }, view: fit([-200, 84, 200, bottom], 1, random, 0.8), wobble: wornWobble };
  };

/** A lower garment on a figure, from the waist to the floor. */
export const wornBelow =
  (make: MakeParts, tucked = true, bottom = 1030): Arrange =>
  (scene) => {
    const { body, look, random, fabric } = scene;
    const parts = dressed(body, look, {
      top: quietTop(scene),
      tucked,
      bottom: make(body, fabric, random, scene),
      shoes: shoesFor(scene),
    });
    return {
      drawing: { parts, ground: standing(body) },
      view: fit([-210, 300, 210, bottom], 1, random, 0.6),
      wobble: wornWobble,
    };
  };

/** A dress or coat on a figure, from the chin to the floor or the knees. */
export const wornWhole =
  (make: Make, bottom = 1010, under = false): Arrange =>
  (scene) => {
    const { body, look, random, fabric } = scene;
    const garment = make(body, fabric, random, scene);
    const outfit: Outfit = under
      ? { top: quietTop(scene), over: garment, bottom: quietTrousers(scene) }
      : { top: garment };
    const parts = dressed(body, look, { ...outfit, shoes: shoesFor(scene) });
    return {
      drawing: { parts, ground: standing(body) },
      view: fit([-200, 84, 200, bottom], 1, random, 0.6),
      wobble: wornWobble,
    };
  };

/** A garment alone, as if an invisible body wore it; `bottom` is its lower end. */
export const alone =
  (make: Make, bottom = 520, half = 165): Arrange =>
  (scene) => {
    const { body, random, fabric } = scene;
    const parts = partsOf(make(body, fabric, random, scene));
    return { drawing: { parts }, view: fit([-half, 118, half, bottom], 0.84, random, 2), wobble: 6 };
  };

export const aloneBelow =
  (make: MakeParts, bounds: Bounds): Arrange =>
  (scene) => ({
    drawing: { parts: make(scene.body, scene.fabric, scene.random, scene) },
    view: fit(bounds, 0.72, scene.random, 1.5),
    wobble: 5,
  });

/** A hat on a head, with the shoulders just in the picture. */
export const onHead =
  (make: (fabric: Fabric, scene: Scene) => Part[], place: string): Arrange =>
  (scene) => {
    const { body, look, random, fabric } = scene;
    const parts = dressed(body, look, { top: quietTop(scene), extras: placedParts(make(fabric, scene), place) });
    return { drawing: { parts }, view: fit([-124, -142, 124, 188], 1, random, 1), wobble: 3 };
  };

/** A thing that stands on the ground. */
export const stood =
  (make: (fabric: Fabric, scene: Scene) => Part[], bounds: Bounds, share = 0.66, wobble = 2.4): Arrange =>
  (scene) => {
    const [left, , right, bottom] = bounds;
    return {
      drawing: {
        parts: make(scene.fabric, scene),
        ground: resting((left + right) / 2, bottom - 2, (right - left) * 0.44),
      },
      view: fit(bounds, share, scene.random),
      wobble,
    };
  };

/** A thing that lies or hangs. */
export const laid =
  (make: (fabric: Fabric, scene: Scene) => Part[], bounds: Bounds, share = 0.76, wobble = 2.4, tilt = 3): Arrange =>
  (scene) => ({ drawing: { parts: make(scene.fabric, scene) }, view: fit(bounds, share, scene.random, tilt), wobble });
