import type { CatalogDocument } from '@openfashion/catalog';
import type { Filter } from '@openfashion/contract';
import { benchDocument } from '../../harness/filled-folder.js';
import { kindOf, type Sample } from './mixture.js';

/** A product of the catalogue: categories follow what is seen, s1 and s2 do not. */
export function shopDocument(row: number, { vector, style }: Sample): CatalogDocument {
  const kind = kindOf(style);
  return {
    ...benchDocument(row, vector),
    category1Id: `c1-${kind % 3}`,
    category2Id: `c2-${kind}`,
    // One in four has none.
    ...(row % 4 !== 0 && { category3Id: `c3-${style % 50}` }),
  };
}

const filter = (field: Filter['field'], operator: Filter['operator'], ...values: string[]): Filter => ({
  field,
  operator,
  values,
});

/** The filters that are measured. */
export const shapes: Readonly<Record<string, readonly Filter[]>> = {
  none: [],
  '`equal`, 10 %': [filter('s1', 'equal', 'tenth')],
  '`equal`, 0.5 %': [filter('s2', 'equal', 'rare')],
  '`!equal`, 90 %': [filter('s1', '!equal', 'tenth')],
  'two fields': [filter('category1Id', 'equal', 'c1-0', 'c1-1'), filter('s1', '!equal', 'tenth')],
  'five fields': [
    filter('category1Id', 'equal', 'c1-0', 'c1-2'),
    filter('category2Id', '!equal', 'c2-0', 'c2-5'),
    filter('category3Id', '!equal', 'c3-7', 'c3-8'),
    filter('s1', '!equal', 'other3'),
    filter('s2', 'equal', 'common'),
  ],
};

/** Rules 3.1 to 3.3, once more and plainly. */
export const passes = (document: CatalogDocument, filters: readonly Filter[]): boolean =>
  filters.every(({ field, operator, values }) => {
    const value = document[field];
    return (value !== undefined && values.includes(value)) === (operator === 'equal');
  });
