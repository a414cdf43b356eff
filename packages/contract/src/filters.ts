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
