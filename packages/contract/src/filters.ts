import { ContractError } from './errors.js';
import { limits } from './limits.js';
import type { Parameters } from './parameters.js';
import { isLongerThan } from './text-length.js';

/** The five fields that filters and documents share (rule 3.1), in the contract's order. */
export const filterFields = ['category1Id', 'category2Id', 'category3Id', 's1', 's2'] as const;
export type FilterField = (typeof filterFields)[number];

/**
 * One parsed `filter.F=…` parameter. A document passes `equal` when its F is one of `values`, and
 * `!equal` when it is none of them or it has no F (rules 3.1, 3.3). All filters of a query hold (3.2, 3.5).
 */
export interface Filter {
  readonly field: FilterField;
  readonly operator: 'equal' | '!equal';
  readonly values: readonly string[];
}

const prefix = 'filter.';
const { values: mostValues, valueCharacters } = limits.filters;
const listOf = (character: string) =>
  `${character}{1,${valueCharacters}}(?:,${character}{1,${valueCharacters}}){0,${mostValues - 1}}`;

/** Rule 3.4 for who generates a client or a request; {@link parseFilters} tells what is wrong with one. */
export const filterPattern = new RegExp(`^(?:!?equal:${listOf('[^,]')}|${listOf('[^,:]')})$`, 'u');

/**
 * Every filter among the parameters, in the order given.
 * @throws ContractError InvalidParam for an unknown field or operator, and for a wrong value (rule 3.4)
 */
export function parseFilters(parameters: Parameters): Filter[] {
  const filters = parameters
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => parseFilter(name, value));
  const values = filters.reduce((sum, filter) => sum + filter.values.length, 0);
  if (values > mostValues) {
    throw new ContractError('InvalidParam', `filter: must have at most ${mostValues} values together`);
  }
  return filters;
}

function parseFilter(name: string, value: string): Filter {
  const wrong = (detail: string) => new ContractError('InvalidParam', `${name.slice(0, 64)}: ${detail}`);
  const field = filterFields.find((known) => known === name.slice(prefix.length));
  if (field === undefined) throw wrong(`is no filter; the fields are ${filterFields.join(', ')}`);
  // Only text before the first colon can be an operator: a value with a colon needs one (rule 3.4).
  const colon = value.indexOf(':');
  const operator = colon === -1 ? 'equal' : value.slice(0, colon);
  if (operator !== 'equal' && operator !== '!equal') throw wrong('the operator must be equal or !equal');
  const values = value.slice(colon + 1).split(',');
  for (const one of values) {
    if (one === '') throw wrong('must not have an empty value');
    if (isLongerThan(one, valueCharacters)) throw wrong(`values must be at most ${valueCharacters} characters`);
  }
  return { field, operator, values };
}
