import { type FieldValues, optional, readFields, required, share, text, truth, wholeNumber } from '../fields.js';
import { type Filter, filterFields, parseFilters } from '../filters.js';
import { limits } from '../limits.js';
import type { Parameters } from '../parameters.js';

const { min, max } = limits.search.limit;

const limit = required(wholeNumber(min, max), {
  description: `How many products at most, ${min} to ${max}`,
  example: '100',
});
const refinements = {
  minSimilarity: optional(share, { description: 'Least similarity of an item, over 0 and at most 1', example: '0.8' }),
  includeDuplicates: optional(truth, {
    description: 'Whether a picture that is listed twice comes twice; false unless given',
    example: 'false',
  }),
};

/** Parameters of the three searches, in the order of the guide's tables. */
export const searchByProductFields = { limit, ...refinements };
export const searchByLinkFields = {
  limit,
  link: required(text(limits.search.linkCharacters), { description: 'A link that detect answered' }),
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

const withDefaults = (values: FieldValues<typeof searchByProductFields>, parameters: Parameters) => ({
  limit: values.limit,
  minSimilarity: values.minSimilarity,
  includeDuplicates: values.includeDuplicates ?? false,
  filters: parseFilters(parameters),
});

/** @throws ContractError InvalidParam naming what is wrong */
export function parseSearchByProduct(parameters: Parameters): SearchRequest {
  return withDefaults(readFields(searchByProductFields, parameters), parameters);
}

/** @throws ContractError InvalidParam naming what is wrong */
export function parseSearchByLink(parameters: Parameters): SearchRequest & { readonly link: string } {
  const values = readFields(searchByLinkFields, parameters);
  return { ...withDefaults(values, parameters), link: values.link };
}

/**
 * Whether there is an address or a file is the caller's to see: the file is no parameter.
 * @throws ContractError InvalidParam naming what is wrong
 */
export function parseSearchByPicture(
  parameters: Parameters,
): SearchRequest & { readonly imageUrl: string | undefined } {
  const values = readFields(searchByPictureFields, parameters);
  return { ...withDefaults(values, parameters), imageUrl: values.imageUrl };
}

/** Names of the filter parameters, where the guide's tables have them: after limit and link. */
export const filterNames = filterFields.map((field) => `filter.${field}`);
