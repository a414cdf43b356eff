import { type Body, men, women } from './body.js';
import type { Colour } from './colour.js';
import type { Fabric } from './fabric.js';
import { type Footwear, feet } from './feet.js';
import { arms, head, type Look, legs, trunk } from './figure.js';
import type { Garment } from './garment.js';
import { ellipse } from './outline.js';
import { type Drawing, type Part, soft, type View } from './part.js';
import type { Random } from './random.js';

/** A rectangle in body units: left, top, right, bottom. */
export type Bounds = readonly [left: number, top: number, right: number, bottom: number];

/** What a picture shows, and from where. */
export interface Arrangement {
  readonly drawing: Drawing;
  readonly view: View;
  /** How far, in pixels, drawn edges wander. */
  readonly wobble: number;
}

/** The view in which the bounds fill that share of 600 × 800. */
export function fit([left, top, right, bottom]: Bounds, share: number, random: Random, tilt = 0): View {
  const scale = Math.min((600 * share) / (right - left), (800 * share) / (bottom - top));
  return {
    x: Math.round((300 - ((left + right) / 2) * scale + random.between(-8, 8)) * 10) / 10,
    y: Math.round((400 - ((top + bottom) / 2) * scale + random.between(-8, 8)) * 10) / 10,
    scale: Math.round(scale * 1000) / 1000,
    tilt: Math.round(random.between(-tilt, tilt) * 10) / 10,
  };
}

const skins = ['#f0c9a8', '#e0ab83', '#c98c62', '#a56b46', '#74482f'] as const;
const hairs = ['#1f1713', '#3a2618', '#6b4526', '#a3713c', '#2a211e'] as const;

/** A figure of that department; what it looks like is chance. */
export function someone(department: 'women' | 'men' | 'unisex', random: Random): { body: Body; look: Look } {
  const female = department === 'women' || (department === 'unisex' && random.chance(0.5));
  const skin: Colour = random.pick([...skins]);
  const colour: Colour = random.pick([...hairs]);
  return {
    body: female ? women : men,
    look: { skin, hair: { colour, cut: female ? random.pick(['long', 'long', 'bun']) : 'short' } },
  };
}

export interface Outfit {
  readonly top?: Garment;
  /** The top's hem is under the bottom's waistband. */
  readonly tucked?: boolean;
  /** A jacket or coat over the top. */
  readonly over?: Garment;
  readonly bottom?: readonly Part[];
  /** Without them nothing below the trousers is drawn. */
  readonly shoes?: { readonly fabric: Fabric; readonly style: Footwear };
  /** Over everything: a bag, a scarf, glasses. */
  readonly extras?: readonly Part[];
  /** Under the head's hair and over the face. */
  readonly onFace?: readonly Part[];
}

/** A figure in its clothes, back to front. */
export function dressed(body: Body, look: Look, outfit: Outfit): Part[] {
  const { top, over, bottom = [], shoes, extras = [], onFace = [] } = outfit;
  const hair = head(body, look);
  const bare = top === undefined || top.sleeves.length === 0;
  const sleeved = over === undefined ? !bare : over.sleeves.length > 0 || !bare;
  const limbs = arms(body, look, sleeved);
  return [
    ...hair.behind,
    ...(over?.behind ?? []),
    ...(top?.behind ?? []),
    ...trunk(body, look),
    ...(shoes === undefined ? [] : [...legs(body, look), ...feet(body, shoes.fabric, shoes.style, look.skin)]),
    ...(outfit.tucked ? (top?.body ?? []) : []),
    ...bottom,
    ...(sleeved ? [] : limbs),
    ...(outfit.tucked ? [] : (top?.body ?? [])),
    ...(over === undefined ? [] : [...(top?.front ?? []), ...over.body]),
    ...(sleeved ? limbs : []),
    ...(over === undefined || over.sleeves.length === 0 ? (top?.sleeves ?? []) : over.sleeves),
    ...(over === undefined ? (top?.front ?? []) : over.front),
    ...hair.front,
    ...onFace,
    ...extras,
  ];
}

/** Where a figure stands: a soft dark patch on the floor. */
export const standing = (body: Body): string =>
  `<path d="${ellipse(6, body.floor + 2, 96, 13)}" fill="#000000" fill-opacity="0.5" ${soft(10)}/>` +
  `<path d="${ellipse(30, body.floor + 6, 150, 20)}" fill="#000000" fill-opacity="0.16" ${soft(16)}/>`;

/** Where a thing of that width touches the ground. */
export const resting = (x: number, y: number, half: number): string =>
  `<path d="${ellipse(x, y, half, 9)}" fill="#000000" fill-opacity="0.6" ${soft(6)}/>` +
  `<path d="${ellipse(x + 10, y + 6, half * 1.08, 22)}" fill="#000000" fill-opacity="0.25" ${soft(16)}/>`;
