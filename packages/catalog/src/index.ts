export type { Catalog, CatalogDocument, Collection, Match, Scope, VectorQuery, Write } from './port.js';
