export { waiting } from './conform.js';
export { createModelChanges, type ModelChangesOptions } from './create-model-changes.js';
export type { ModelChanges, ModelStatus, ServiceStanding } from './model-changes.js';
export {
  type DocumentFailure,
  encodeFailures,
  failuresKey,
  type ModelChange,
  type ModelChangeStores,
  openModelChangeStores,
  type Reembedding,
  readFailures,
} from './records.js';
export { concerns, missesTooMany, retired, type Standing } from './standing.js';
