import { headers, type MsgHdrs } from '@nats-io/transport-node';
import type { Bytes } from '@openfashion/contract';

/** Where the bytes of an object are that is too large for one message. */
export interface Chunked {
  /** Name of the subjects of its chunks. */
  readonly id: string;
  readonly chunks: number;
  readonly size: Bytes;
}

const names = { id: 'OpenFashion-Chunks', chunks: 'OpenFashion-Chunk-Count', size: 'OpenFashion-Size' } as const;

/** The message under an object's name holds its bytes, or says in these headers where they are. */
export function headersOf({ id, chunks, size }: Chunked): MsgHdrs {
  const record = headers();
  record.set(names.id, id);
  record.set(names.chunks, String(chunks));
  record.set(names.size, String(size));
  return record;
}

/** Undefined for an object whose message holds its bytes. */
export function chunkedOf(record: MsgHdrs | undefined): Chunked | undefined {
  if (!record?.has(names.id)) return undefined;
  return { id: record.get(names.id), chunks: Number(record.get(names.chunks)), size: Number(record.get(names.size)) };
}
