export { area, largestItem } from './items.js';
export { type Manifest, type Model, ModelError, readModel, type Task } from './manifest.js';
export type {
  AttributeScores,
  Call,
  Detection,
  Detector,
  Embedder,
  EmbeddingSpace,
  InferenceObserver,
  Tagger,
  TypedRegion,
} from './port.js';
