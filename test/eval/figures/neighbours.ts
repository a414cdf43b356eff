import type { CatalogueRow } from '../data.js';
import { type Contribution, type Estimate, type Figure, share } from './bootstrap.js';

/** How many neighbours are judged. */
export const wanted = 10;

/** A product and its nearest others; those that are missing count as wrong. */
export interface Neighbourhood {
  readonly query: CatalogueRow;
  readonly neighbours: readonly (CatalogueRow | undefined)[];
}

export interface Precision {
  /** Share of neighbours of the query's articleType, over neighbours asked for (ten a query). */
  readonly sameType: Figure;
  /** … and of its baseColour. */
  readonly sameTypeAndColour: Figure;
}

/** Precision@10, with intervals over queries. */
export function precision(neighbourhoods: readonly Neighbourhood[], estimate: Estimate): Precision {
  const of = (isSame: (a: CatalogueRow, b: CatalogueRow) => boolean) =>
    share(
      estimate,
      neighbourhoods.map(
        ({ query, neighbours }): Contribution => ({
          hits: neighbours.filter((one) => one !== undefined && isSame(query, one)).length,
          of: wanted,
        }),
      ),
    );
  const sameType = (a: CatalogueRow, b: CatalogueRow) => a.articleType === b.articleType;
  return {
    sameType: of(sameType),
    sameTypeAndColour: of((a, b) => sameType(a, b) && a.baseColour === b.baseColour),
  };
}
