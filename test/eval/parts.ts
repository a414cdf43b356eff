import type { Part } from './part.js';
import { detector } from './parts/detector.js';
import { embedder } from './parts/embedder.js';
import { search } from './parts/search.js';
import { similarity } from './parts/similarity.js';
import { streetToShop } from './parts/street-to-shop.js';
import { tagger } from './parts/tagger.js';

/** What can be measured, in the order in which it is unless told otherwise. */
export const parts = {
  detector,
  embedder,
  'street-to-shop': streetToShop,
  tagger,
  similarity,
  search,
} satisfies Record<string, Part>;

export type PartName = keyof typeof parts;
