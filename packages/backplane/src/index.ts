export {
  type Backplane,
  type Change,
  type ConsumeOptions,
  type Delivery,
  type Entry,
  type KeyValue,
  type ObjectStore,
  RetryLater,
  type WorkQueue,
} from './port.js';
export { type Parser, type Records, records, type Stored } from './records.js';
