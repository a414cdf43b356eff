import { darker, lighter, mix } from '../draw/colour.js';
import type { Fabric, Tile } from '../draw/fabric.js';
import { ditsy, floral, tropical } from '../draw/florals.js';
import {
  argyle,
  dots,
  doubleStripes,
  gingham,
  herringbone,
  leopard,
  stripes,
  tartan,
  windowpane,
} from '../draw/prints.js';
import type { Random } from '../draw/random.js';
import { cables, diamonds, stitches, twill, wicker } from '../draw/weaves.js';
import { type ColourName, palette } from './palette.js';

export type Pattern =
  | 'plain'
  | 'stripes'
  | 'wide stripes'
  | 'pinstripe'
  | 'checks'
  | 'tartan'
  | 'windowpane'
  | 'dots'
  | 'floral'
  | 'small floral'
  | 'tropical'
  | 'leopard'
  | 'herringbone'
  | 'argyle'
  | 'cable'
  | 'colour block'
  | 'graphic'
  | 'washed';

export type Material =
  | 'cotton'
  | 'jersey'
  | 'wool'
  | 'knit'
  | 'denim'
  | 'leather'
  | 'patent'
  | 'suede'
  | 'satin'
  | 'canvas'
  | 'nylon'
  | 'straw'
  | 'quilted';

export interface Cloth {
  readonly material: Material;
  readonly colour: ColourName;
  readonly pattern: Pattern;
  /** The pattern's second colour. */
  readonly accent: ColourName;
  /** Size of the pattern; 1 suits clothes. */
  readonly scale?: number;
}

/** Surface of each material. */
function surface(material: Material): Omit<Fabric, 'colour' | 'print'> {
  switch (material) {
    case 'cotton':
      return { gloss: 0.02, thickness: 0.25, wrinkle: 0.42 };
    case 'jersey':
      return { gloss: 0, thickness: 0.3, wrinkle: 0.3 };
    case 'wool':
      return { gloss: 0, thickness: 0.55, wrinkle: 0.16 };
    case 'knit':
      return { gloss: 0, thickness: 1, wrinkle: 0.16, weave: stitches(4.2, 0.13) };
    case 'denim':
      return { gloss: 0, thickness: 0.5, wrinkle: 0.42, weave: twill('#ffffff', 0.16) };
    case 'leather':
      return { gloss: 0.42, thickness: 0.5, wrinkle: 0.36 };
    case 'patent':
      return { gloss: 0.85, thickness: 0.4, wrinkle: 0.1 };
    case 'suede':
      return { gloss: 0, thickness: 0.5, wrinkle: 0.24 };
    case 'satin':
      return { gloss: 0.3, thickness: 0.12, wrinkle: 0.55 };
    case 'canvas':
      return { gloss: 0, thickness: 0.5, wrinkle: 0.34 };
    case 'nylon':
      return { gloss: 0.2, thickness: 0.4, wrinkle: 0.6 };
    case 'straw':
      return { gloss: 0.05, thickness: 0.6, wrinkle: 0.2, relief: wicker(9) };
    case 'quilted':
      return { gloss: 0.3, thickness: 0.7, wrinkle: 0.1, relief: diamonds(34) };
  }
}

function printed(cloth: Cloth, random: Random): Tile | undefined {
  const [base, accent] = [palette[cloth.colour], palette[cloth.accent]];
  const s = cloth.scale ?? 1;
  switch (cloth.pattern) {
    case 'stripes':
      return stripes(accent, 17 * s, 0.4);
    case 'wide stripes':
      return doubleStripes(accent, mix(accent, base, 0.4), 50 * s);
    case 'pinstripe':
      return stripes(accent, 11 * s, 0.14, -90);
    case 'checks':
      return gingham(accent, 18 * s);
    case 'tartan':
      return tartan(accent, darker(accent, 0.6), lighter(accent, 0.7), 48 * s);
    case 'windowpane':
      return windowpane(accent, 30 * s);
    case 'dots':
      return dots(accent, 24 * s, 4.2 * s);
    case 'floral':
      return floral([accent, lighter(accent, 0.35), mix(accent, '#f3d9a4', 0.55)], '#4d7a4e', 150 * s, 5, random);
    case 'small floral':
      return ditsy(accent, 64 * s, random);
    case 'tropical':
      return tropical(accent, mix(accent, '#e8b04e', 0.7), 150 * s, random);
    case 'leopard':
      return leopard('#2a1d14', darker(base, 0.22), 88 * s, random);
    case 'herringbone':
      return herringbone(accent, 12 * s);
    case 'argyle':
      return argyle(accent, lighter(base, 0.6), 44 * s);
    default:
      return undefined;
  }
}

export function fabricOf(cloth: Cloth, random: Random): Fabric {
  const colour = palette[cloth.colour];
  const print = printed(cloth, random);
  return {
    colour,
    ...surface(cloth.material),
    ...(print === undefined ? {} : { print }),
    ...(cloth.pattern === 'cable' ? { relief: cables(34) } : {}),
  };
}

/** A plain fabric in a word. */
export const plain = (colour: ColourName, material: Material): Fabric => ({
  colour: palette[colour],
  ...surface(material),
});

/** `cloth('jersey', 'white', 'stripes', 'navy')`: white jersey with navy stripes. */
export const cloth = (
  material: Material,
  colour: ColourName,
  pattern: Pattern = 'plain',
  accent: ColourName = 'white',
  scale = 1,
): Cloth => ({
  material,
  colour,
  pattern,
  accent,
  scale,
});
