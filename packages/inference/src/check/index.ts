export { taskNames } from '../tasks/index.js';
export { type CheckOptions, checkModel, type ModelReport, type Speed, type WeightsReport } from './check-model.js';
export type { Port } from './protocol.js';
