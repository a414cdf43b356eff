export { createTenancy, type TenancyOptions } from './create-tenancy.js';
export { TenancyError } from './errors.js';
export {
  concerns,
  createModelChanges,
  type DocumentFailure,
  encodeFailures,
  failuresKey,
  type ModelChange,
  type ModelChangeStores,
  type ModelChanges,
  type ModelChangesOptions,
  type ModelStatus,
  missesTooMany,
  openModelChangeStores,
  type Reembedding,
  readFailures,
  retired,
  type ServiceStanding,
  type Standing,
  waiting,
} from './model-change/index.js';
export { type AppKey, embeddingsOf, type OwnedService, type Service, type Tenancy } from './tenancy.js';
