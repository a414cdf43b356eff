export { compareCodePoints } from './code-points.js';
export type { Catalog, CatalogDocument, Collection, Match, Put, Scope, VectorQuery, Write } from './port.js';
export { type Ranked, type RankOptions, rank, similarityOf } from './ranking.js';
