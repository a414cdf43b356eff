import type { JobDetail } from '@openfashion/contract';
import type { Service } from '@openfashion/tenancy';
import type { Indexing } from '../src/index.js';
import { type Before, makeModels } from './models.js';
import { type PictureSite, poison, startPictureSite } from './picture-site.js';
import { enable, ended, type Line, openWorld, running, send, type World } from './world.js';

/** Stores, a picture site, and services with products in them: what a model change begins with. */
export interface Shop {
  readonly world: World;
  readonly site: PictureSite;
  /** Address of the picture of a number. */
  picture(number: number): string;
  /** Lines of the products `p<from>` and so on, each with the picture of its number. */
  products(count: number, from?: number): Line[];
  /** A service with these products, indexed by a process that knows vectors of colour only. */
  filled(lines: readonly Line[], name?: string): Promise<Service>;
  /** Run an indexing until it has done these lines. */
  index(service: Service, lines: readonly Line[], indexing?: Indexing): Promise<JobDetail>;
  /** The service's record as it is now. */
  now(service: Service): Promise<Service>;
  close(): Promise<void>;
}

export async function openShop(at?: string): Promise<Shop> {
  const [world, site] = await Promise.all([openWorld(at), startPictureSite()]);
  const picture = (number: number) => `${site.url}/p/${number}`;
  const index: Shop['index'] = async (service, lines, indexing = world.indexing()) => {
    const id = await send(world, indexing, service, lines);
    return running(indexing, () => ended(world, indexing, service, id));
  };
  return {
    world,
    site,
    picture,
    index,
    products: (count, from = 0) =>
      Array.from({ length: count }, (_, line) => enable(`p${from + line}`, picture(from + line))),
    async filled(lines, name = 'shop') {
      const service = await world.createService(name);
      await index(service, lines);
      return service;
    },
    async now({ id }) {
      const found = (await world.tenancy.allServices()).find(({ service }) => service.id === id);
      if (found === undefined) throw new Error(`no service ${id}`);
      return found.service;
    },
    async close() {
      await world.close();
      await site.close();
    },
  };
}

/** Models for the vectors before and after a change. */
export const bothModels = (before?: Before) => makeModels(before, ['colour', 'hue']);

/** The same, through which no picture of poison gets until it is let. */
export function holding(): {
  readonly models: ReturnType<typeof makeModels>;
  /** Pictures that were held so far. */
  held(): number;
  release(): void;
} {
  let release = () => {};
  let held = 0;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const models = bothModels(async (model, red) => {
    if (model !== 'detector' || red !== poison) return;
    held += 1;
    await released;
  });
  return { models, release: () => release(), held: () => held };
}
