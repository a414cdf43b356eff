import { headers, type MsgHdrs } from '@nats-io/transport-node';

/** As other clients of JetStream's key-value buckets write and read it. */
const operation = 'KV-Operation';

/** Headers of the message that stands for a deleted key. */
export function markerHeaders(): MsgHdrs {
  const marker = headers();
  marker.set(operation, 'DEL');
  return marker;
}

/** Whether a message stands for a deleted key. It is empty: headers of others, which cost more than the rest, are not read. */
export const isMarker = ({ data, headers: own }: { readonly data: Uint8Array; readonly headers?: MsgHdrs }): boolean =>
  data.length === 0 && (own?.has(operation) ?? false);
