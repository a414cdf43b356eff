export type { Slot } from './accept/slot.js';
export type { IndexingOptions } from './context.js';
export type { Outcome } from './coordinate/outcomes.js';
export { createIndexing, type Indexing } from './indexing.js';
export type { Backlog } from './jobs/backlog.js';
export { type Lease, Leases } from './lease.js';
export type { IndexingObserver } from './observer.js';
export { defaultSettings, type IndexingSettings } from './settings.js';
