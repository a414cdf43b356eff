export { createTransfers, type TransferOptions, type Transfers } from './create-transfers.js';
export type { ImportState } from './import-service.js';
export { TransferError } from './transfer-error.js';
