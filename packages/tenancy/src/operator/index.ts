export { connectOperator, type OperatorConnection } from './connect.js';
export { type DataFolder, dataFolder } from './data-folder.js';
export { type Jobs, localOperator } from './local.js';
export type { Operator } from './port.js';
export { type OperatorServer, type ServeOptions, serveOperator } from './serve.js';
export type { ImportState, Transfers } from './transfers.js';
