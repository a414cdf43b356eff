export { Conflict, ContractError, DeadlineExceeded, Overloaded, PortFailure, Unavailable } from './errors.js';
export { type Filter, type FilterField, filterFields } from './filters.js';
export { limits } from './limits.js';
export { type ResultName, resultCodes } from './result-codes.js';
export type { Bytes, Milliseconds, Pixels, UnixSeconds } from './units.js';
