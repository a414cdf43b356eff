import { createRandom, type Random } from '../draw/random.js';
import { dressed, fit, someone, standing } from '../draw/stage.js';
import type { Shot } from '../photograph/photograph.js';
import { backdropOf } from './backdrops.js';
import { fabricOf, plain } from './fabrics.js';
import { type Item, plainSettings, type Setting } from './item.js';
import type { LookItem } from './looks.js';

/** How the item's picture is taken. Everything in it follows from the product id. */
export function shotOf(productId: string, item: Item): Shot {
  const random = createRandom(productId);
  const { body, look } = someone(item.department, random);
  const fabric = fabricOf(item.cloth, random);
  const accent = plain(item.cloth.accent, item.cloth.material);
  const { drawing, view, wobble } = item.arrange({ body, look, random, fabric, accent });
  return { seed: productId, drawing, view, wobble, ...place(item.setting, drawing.ground !== undefined, random) };
}

/** How a look's picture is taken: the whole figure. */
export function shotOfLook(lookId: string, { body, look, outfit, setting }: LookItem): Shot {
  const random = createRandom(lookId);
  const drawing = { parts: dressed(body, look, outfit(random)), ground: standing(body) };
  const view = fit([-200, -60, 200, 1010], 1, random, 0.6);
  return { seed: lookId, drawing, view, wobble: 3, ...place(setting, true, random) };
}

/** Background and light. What stands on the ground casts a weaker shadow on what is behind. */
function place(setting: Setting, stands: boolean, random: Random): Omit<Shot, 'seed' | 'drawing' | 'view' | 'wobble'> {
  const backdrop = backdropOf(setting, random);
  const studio = plainSettings.has(setting);
  return {
    background: backdrop.svg,
    outOfFocus: backdrop.outOfFocus,
    shadow: stands
      ? { x: 14, y: 10, softness: 22, strength: studio ? 0.12 : 0.2 }
      : { x: 6, y: 12, softness: 11, strength: 0.26 },
    warmth: studio ? random.between(0.995, 1.012) : random.between(0.985, 1.035),
    vignette: studio ? 0.05 : random.between(0.12, 0.24),
    grain: studio ? 1.8 : random.between(2.2, 3.6),
  };
}
