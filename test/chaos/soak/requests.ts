import type { ResultName } from '@openfashion/contract';
import type { KeptRequest } from '../../harness/kept-connections.js';
import { pictureForms } from '../../harness/picture-forms.js';
import { below, pick, type Random } from '../../harness/random.js';

/** What requests may name. */
export interface Known {
  readonly service: string;
  /** Products that no job touches. */
  readonly productIds: readonly string[];
  /** Addresses of pictures with items. */
  readonly pictures: readonly string[];
  /** Links of detected items. */
  readonly links: readonly string[];
  /** Jobs so far; never empty. */
  readonly indexIds: readonly string[];
  /** An address at which there is no picture. */
  readonly missing: string;
}

export interface Kind {
  /** Its part of all requests, in hundredths. */
  readonly share: number;
  /** The only result that it may get. */
  readonly result: ResultName;
  make(known: Known, random: Random): KeptRequest;
}

const address = (text: string) => encodeURIComponent(text);
const filters = ['', '&filter.category2Id=dresses', '&filter.s1=!equal:black,white', '&minSimilarity=0.5'];

/** The mix of a shop's day: mostly recommendations, some shoppers with a camera, an operator who looks at jobs, and mistakes. */
export const kinds = {
  'search by id': {
    share: 34,
    result: 'SUCCESS',
    make: ({ service, productIds }, random) => ({
      path: `/${service}/products/${pick(random, productIds)}/search?limit=${1 + below(random, 50)}${pick(random, filters)}`,
    }),
  },
  'search by picture': {
    share: 12,
    result: 'SUCCESS',
    make: ({ service }, random) => ({
      method: 'POST',
      path: `/${service}/search`,
      form: pick(random, pictureForms),
    }),
  },
  'search by link': {
    share: 10,
    result: 'SUCCESS',
    make: ({ service, links }, random) => ({
      path: `/${service}/search?limit=20&link=${address(pick(random, links))}${pick(random, filters)}`,
    }),
  },
  detect: {
    share: 8,
    result: 'SUCCESS',
    make: ({ service, pictures }, random) => ({ path: `/${service}/detect?path=${address(pick(random, pictures))}` }),
  },
  tag: {
    share: 8,
    result: 'SUCCESS',
    make: ({ service, pictures }, random) => ({
      path: `/${service}/tag?itemLimit=4&lang=${pick(random, ['en', 'ko', 'ja'])}&path=${address(pick(random, pictures))}`,
    }),
  },
  services: { share: 6, result: 'SUCCESS', make: () => ({ path: '' }) },
  jobs: {
    share: 6,
    result: 'SUCCESS',
    make: ({ service }, random) => ({ path: `/${service}/indexes?start=${below(random, 20)}&limit=20` }),
  },
  job: {
    share: 6,
    result: 'SUCCESS',
    make: ({ service, indexIds }, random) => ({
      path: `/${service}/indexes/${pick(random, indexIds)}?include=failures`,
    }),
  },
  'unknown product': {
    share: 2,
    result: 'NotFoundProductId',
    make: ({ service }, random) => ({ path: `/${service}/products/none-${below(random, 1e6)}/search?limit=5` }),
  },
  'unknown job': {
    share: 1,
    result: 'NotFoundIndexId',
    make: ({ service }) => ({ path: `/${service}/indexes/00000000-0000-0000-0000-000000000000` }),
  },
  'unknown service': {
    share: 1,
    result: 'NotExistService',
    make: (_known, random) => ({ path: `/none-${below(random, 1e6)}` }),
  },
  'bad parameter': {
    share: 2,
    result: 'InvalidParam',
    make: ({ service, productIds }, random) => ({
      path: pick(random, [
        `/${service}/products/${pick(random, productIds)}/search?limit=0`,
        `/${service}/products/${pick(random, productIds)}/search?limit=5&filter.s1=is:red`,
        `/${service}/search?limit=5&link=none`,
        `/${service}/indexes?start=0&limit=101`,
      ]),
    }),
  },
  'wrong secret': { share: 2, result: 'UnauthorizedAppKeyOrSecretKey', make: () => ({ path: '', secretKey: 'wrong' }) },
  'no picture there': {
    share: 2,
    result: 'InvalidImageURLException',
    make: ({ service, missing }) => ({ path: `/${service}/detect?path=${address(missing)}` }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as KindName[];

const deck = kindNames.flatMap((name) => Array<KindName>(kinds[name].share).fill(name));
export const pickKind = (random: Random): KindName => pick(random, deck);
