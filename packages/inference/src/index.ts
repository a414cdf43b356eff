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
