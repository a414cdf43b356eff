import type { ResultName } from '@openfashion/contract';
import { postAddress, postLink } from '../form.js';
import type { HostileWorld, RequestRow } from '../row.js';

/** Where an address stands in a request, and what that route answers of one that is refused (rules 7.2, 7.3, 8.2). */
export interface Use {
  readonly name: string;
  readonly refused: ResultName;
  readonly alone?: boolean;
  request(world: HostileWorld, address: string): ReturnType<RequestRow['request']>;
}

export const uses = {
  detect: {
    name: 'path of detect',
    refused: 'InvalidImageURLException',
    request: ({ service }, address) => ({ path: `/services/${service}/detect?path=${encodeURIComponent(address)}` }),
  },
  tag: {
    name: 'path of tag',
    refused: 'InvalidImageURLException',
    request: ({ service }, address) => ({ path: `/services/${service}/tag?path=${encodeURIComponent(address)}` }),
  },
  search: {
    name: 'imageUrl',
    refused: 'InvalidImageURLException',
    request: ({ service }, address) => postAddress(service, address),
  },
  index: {
    name: 'link',
    refused: 'InvalidFileError',
    alone: true,
    request: ({ service }, link) => postLink(service, link),
  },
} as const satisfies Record<string, Use>;
