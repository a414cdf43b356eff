export { type EmbedderFolder, type EmbedderRole, findEmbedders } from './embedder-folders.js';
export { type Embedders, embeddersOf } from './embedders.js';
export { area, largestItem } from './items.js';
export type { Manifest, Task } from './manifest.js';
export type {
  AttributeScores,
  Call,
  Detection,
  Detector,
  Embedder,
  EmbeddingSpace,
  InferenceObserver,
  Served,
  Tagger,
  TypedRegion,
} from './port.js';
export { type Model, ModelError, readModel } from './read-model.js';
export { type Ports, taskNames } from './tasks/index.js';
