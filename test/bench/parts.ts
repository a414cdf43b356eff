import type { Part } from './part.js';
import { backplane } from './parts/backplane.js';
import { catalog } from './parts/catalog.js';
import { indexing } from './parts/indexing.js';
import { inference } from './parts/inference.js';
import { modelService } from './parts/model-service.js';
import { recall } from './parts/recall.js';
import { remoteSearch } from './parts/remote-search.js';
import { responsiveness } from './parts/responsiveness.js';
import { searchById } from './parts/search-by-id.js';
import { searchByPicture } from './parts/search-by-picture.js';
import { start } from './parts/start.js';
import { wire } from './parts/wire.js';

/** The parts of the benchmark, by the name of their section in docs/performance.md. */
export const parts: Readonly<Record<string, Part>> = {
  'search-by-picture': searchByPicture,
  indexing,
  catalog,
  backplane,
  recall,
  'search-by-id': searchById,
  responsiveness,
  start,
  inference,
  wire,
  'model-service': modelService,
  'remote-search': remoteSearch,
};
