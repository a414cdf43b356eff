import type { Operator } from '@openfashion/tenancy/operator';
import type { Client } from '../harness/client.js';

/** A product of the fixture catalogue: an index line. */
export interface FixtureProduct {
  readonly productId: string;
  readonly status: 'enable';
  readonly name: string;
  readonly category1Id: string;
  readonly category2Id: string;
  readonly category3Id: string;
  readonly imageUrl: string;
  readonly s1: string;
  readonly s2: string;
}

/** What every case works on: one server, with a service whose catalogue is known. */
export interface World {
  /** Whether the server is ours, started by this run: then `decision` cases run, and `local` is there. */
  readonly own: boolean;
  readonly client: Client;
  /** Service that holds `products` and is never changed by a case. */
  readonly service: string;
  readonly products: readonly FixtureProduct[];
  /** Address of the pictures, without a slash at its end. */
  readonly pictures: string;
  /** Name of a picture with several items. */
  readonly look: string;
  /** Make a service with a name of its own, empty it from the quota again when the case ends. */
  withService<T>(work: (service: string) => Promise<T>): Promise<T>;
  readonly local?: LocalWorld;
}

/** What only a server of our own lets a case do. */
export interface LocalWorld {
  /** Make another app key. */
  newTenant(): Promise<Client>;
  readonly operator: Operator;
  /** Address of pages that behave badly (see bad-pages.ts); same origin as `pictures`. */
  readonly pages: string;
  /** What the processes of the server export for Prometheus, one after the other. */
  metrics(): Promise<string>;
  /** How often a path of the picture site was asked for. */
  hits(path: string): number;
}

/** The picture of a fixture product. */
export const pictureOf = (world: World, index = 0): string => product(world, index).imageUrl;

/** A fixture product by its place. */
export function product(world: World, index = 0): FixtureProduct {
  const found = world.products[index];
  if (!found) throw new Error(`the fixture has no product ${index}`);
  return found;
}
