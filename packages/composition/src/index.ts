export { type Core, type CoreSettings, coreSettings, openCore } from './core.js';
export { operatorOf } from './operator.js';
export { runIndexing } from './run-indexing.js';
