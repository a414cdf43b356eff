import { z } from 'zod';
import {
  type FieldValues,
  optional,
  readFields,
  repeatable,
  required,
  share,
  text,
  truth,
  wholeNumber,
} from '../fields.js';
import { type Filter, type FilterField, filterPattern, parseFilters } from '../filters.js';
import { limits } from '../limits.js';
import type { Parameters } from '../parameters.js';

const limit = required(wholeNumber(limits.search.limit), {
  description: 'How many products at most',
  example: 100,
});

const filter = (field: FilterField, example: string) =>
  repeatable(z.string().regex(filterPattern), {
    description: `Only documents whose ${field} is one of the values: \`equal:a,b\` or \`a,b\`; none of them: \`!equal:a,b\`. Given several times, all hold`,
    example,
  });

/** What the tables of all searches end with. */
const refinements = {
  'filter.category1Id': filter('category1Id', 'equal:3'),
  'filter.category2Id': filter('category2Id', '!equal:3'),
  'filter.category3Id': filter('category3Id', '!equal:3'),
  'filter.s1': filter('s1', 'equal:3'),
  'filter.s2': filter('s2', '!equal:3'),
  minSimilarity: optional(share, { description: 'Least similarity of a product', example: 0.8 }),
  includeDuplicates: {
    ...optional(truth, { description: 'Whether the same picture, listed twice, is answered twice' }),
    default: false,
  },
};

export const searchByProductFields = { limit, ...refinements };
export const searchByLinkFields = {
  limit,
  link: required(text(limits.search.linkCharacters), { description: 'The link of an item that detect answered' }),
  ...refinements,
};
export const searchByPictureFields = {
  imageUrl: optional(text(limits.pictures.addressCharacters), {
    description: 'Address of a picture; wins over imageFile',
    example: 'https://cdn.example/a.jpg',
  }),
  limit,
  ...refinements,
};

/** What the three searches share (rules 5.1–5.3). */
export interface SearchRequest {
  readonly limit: number;
  readonly minSimilarity: number | undefined;
  readonly includeDuplicates: boolean;
  readonly filters: readonly Filter[];
}

const withFilters = (
  { limit, minSimilarity, includeDuplicates }: FieldValues<typeof searchByProductFields>,
  parameters: Parameters,
): SearchRequest => ({ limit, minSimilarity, includeDuplicates, filters: parseFilters(parameters) });

/** @throws ContractError InvalidParam naming what is wrong */
export function parseSearchByProduct(parameters: Parameters): SearchRequest {
  return withFilters(readFields(searchByProductFields, parameters), parameters);
}

/** @throws ContractError InvalidParam naming what is wrong */
export function parseSearchByLink(parameters: Parameters): SearchRequest & { readonly link: string } {
  const values = readFields(searchByLinkFields, parameters);
  return { ...withFilters(values, parameters), link: values.link };
}

/**
 * Whether there is an address or a file is the caller's to see: the file is no parameter.
 * @throws ContractError InvalidParam naming what is wrong
 */
export function parseSearchByPicture(
  parameters: Parameters,
): SearchRequest & { readonly imageUrl: string | undefined } {
  const values = readFields(searchByPictureFields, parameters);
  return { ...withFilters(values, parameters), imageUrl: values.imageUrl };
}
