export { connectOperator, type OperatorConnection } from './connect.js';
export { type DataFolder, dataFolder } from './data-folder.js';
export { type Jobs, type LocalOperatorOptions, localOperator } from './local.js';
export type { ModelOperator, Operator, ServiceFailures } from './port.js';
export { type OperatorServer, type ServeOptions, serveOperator } from './serve.js';
export type { ImportState, Transfers } from './transfers.js';
