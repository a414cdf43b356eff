import type { Filter } from '@openfashion/contract';
import type { Schemas } from '@qdrant/js-client-rest';
import type { CatalogDocument, VectorQuery } from '../port.js';
import { pointId } from './names.js';
import { field } from './points.js';

/** Published types let anything pass inside a filter: conditions are checked one by one. */
export const matches = (key: string, any: readonly string[]): Schemas['FieldCondition'] => ({
  key,
  match: { any: [...any] } satisfies Schemas['MatchAny'],
});
export const isBelow = (key: string, bound: number): Schemas['FieldCondition'] => ({
  key,
  range: { lt: bound } satisfies Schemas['Range'],
});
const isPoint = (id: string): Schemas['HasIdCondition'] => ({ has_id: [id] });

/**
 * What a search may find: documents of the service, and of these what the filters keep. A document without a field matches no
 * value of it, so that it passes each `!equal` and no `equal` (rule 3.3).
 */
export function toFilter(service: string, query: Pick<VectorQuery, 'filters' | 'excludeProductId'>) {
  const { filters, excludeProductId } = query;
  const conditions = (operator: Filter['operator']) =>
    filters.filter((filter) => filter.operator === operator).map((filter) => matches(filter.field, filter.values));
  return {
    must: [matches(field.service, [service]), ...conditions('equal')],
    must_not: [
      ...conditions('!equal'),
      ...(excludeProductId === undefined ? [] : [isPoint(pointId(service, excludeProductId))]),
    ],
  } satisfies Schemas['Filter'];
}

/** Whether a document is among those that the filters keep. */
export const passes = (document: Omit<CatalogDocument, 'vector'>, filters: readonly Filter[]): boolean =>
  filters.every(({ field, operator, values }) => {
    const value = document[field];
    return (value !== undefined && values.includes(value)) === (operator === 'equal');
  });

/** All documents of a service. */
export const ofService = (service: string) => toFilter(service, { filters: [] });

/** One point, whatever it is. */
export const onlyPoint = (id: string) => ({ must: [isPoint(id)] }) satisfies Schemas['Filter'];
