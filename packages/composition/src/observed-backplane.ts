import type { Backplane } from '@openfashion/backplane';
import { observeCalls, type RecordCall } from '@openfashion/telemetry';

/** The same backplane, each call of which is told as `keyvalue.get`, `queue.publish`, `objects.put` … */
export function observedBackplane(backplane: Backplane, record: RecordCall): Backplane {
  const as =
    (part: string): RecordCall =>
    (method, ...call) => {
      // It lasts as long as the process works.
      if (method !== 'consume') record(`${part}.${method}`, ...call);
    };
  return {
    keyValue: (bucket) => observeCalls(backplane.keyValue(bucket), as('keyvalue')),
    workQueue: (name) => observeCalls(backplane.workQueue(name), as('queue')),
    objectStore: (bucket) => observeCalls(backplane.objectStore(bucket), as('objects')),
    ping: () => backplane.ping(),
    close: () => backplane.close(),
  };
}
