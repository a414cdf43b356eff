import type { Body } from '../draw/body.js';
import type { Fabric } from '../draw/fabric.js';
import type { Look } from '../draw/figure.js';
import type { Random } from '../draw/random.js';
import type { Arrangement } from '../draw/stage.js';
import type { Cloth } from './fabrics.js';

export type Department = 'women' | 'men' | 'unisex';

export type Family = 'tops' | 'outerwear' | 'dresses' | 'bottoms' | 'shoes' | 'bags' | 'accessories';

/** Backgrounds by name. */
export type Setting =
  | 'white'
  | 'grey'
  | 'sand'
  | 'blush'
  | 'sage'
  | 'sky'
  | 'street'
  | 'brick'
  | 'plaster'
  | 'boards'
  | 'table'
  | 'room'
  | 'park'
  | 'cafe'
  | 'cobbles';

export const plainSettings: ReadonlySet<Setting> = new Set<Setting>(['white', 'grey', 'sand', 'blush', 'sage', 'sky']);

/** Who is there to wear it, and the chance that makes each picture its own. */
export interface Scene {
  readonly body: Body;
  readonly look: Look;
  readonly random: Random;
  readonly fabric: Fabric;
  /** A plain fabric of the pattern's second colour. */
  readonly accent: Fabric;
}

/** One product of the catalogue as it is written down. */
export interface Item {
  readonly kind: string;
  readonly family: Family;
  readonly department: Department;
  /** What it is called, without colour and pattern. */
  readonly noun: string;
  readonly cloth: Cloth;
  readonly setting: Setting;
  readonly arrange: (scene: Scene) => Arrangement;
}

/** How an item comes to be photographed: everything but its kind's own words. */
type Row = readonly [department: Department, noun: string, cloth: Cloth, setting: Setting, arrange: Item['arrange']];

export const items = (kind: string, family: Family, ...rows: readonly Row[]): Item[] =>
  rows.map(([department, noun, made, setting, arrange]) => ({
    kind,
    family,
    department,
    noun,
    cloth: made,
    setting,
    arrange,
  }));
