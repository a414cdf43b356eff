import { headers, type MsgHdrs } from '@nats-io/transport-node';

/** As other clients of JetStream's key-value buckets write and read it. */
const operation = 'KV-Operation';

/** Headers of the message that stands for a deleted key. */
export function markerHeaders(): MsgHdrs {
  const marker = headers();
  marker.set(operation, 'DEL');
  return marker;
}

/** Whether a message stands for a deleted key. */
export const isMarker = (of: MsgHdrs | undefined): boolean => of?.has(operation) ?? false;
