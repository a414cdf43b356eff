/** A change of the database: what the writer thread carries out, many in one transaction. */
export type Operation =
  | { readonly kind: 'create'; readonly bucket: string; readonly key: string; readonly value: Uint8Array }
  | {
      readonly kind: 'update';
      readonly bucket: string;
      readonly key: string;
      readonly value: Uint8Array;
      readonly revision: number;
    }
  | { readonly kind: 'delete'; readonly bucket: string; readonly key: string; readonly revision?: number }
  | { readonly kind: 'publish'; readonly queue: string; readonly id: string; readonly data: Uint8Array }
  | { readonly kind: 'deliveries'; readonly sequence: number; readonly deliveries: number }
  | { readonly kind: 'bury'; readonly sequence: number }
  | { readonly kind: 'remove'; readonly sequence: number };

/** What became of an operation: the revision or sequence that it made, or that its condition did not hold. */
export type Outcome = { readonly number: number } | { readonly conflict: string };

/** Everything stored, read once when the backplane is opened. */
export interface Snapshot {
  readonly entries: readonly { bucket: string; key: string; value: Uint8Array; revision: number }[];
  readonly messages: readonly StoredMessage[];
}

export interface StoredMessage {
  readonly queue: string;
  readonly sequence: number;
  readonly id: string;
  readonly data: Uint8Array;
  readonly deliveries: number;
  readonly dead: 0 | 1;
}

/** What the writer thread is asked. */
export type Task = { readonly kind: 'load' } | { readonly kind: 'commit'; readonly operations: readonly Operation[] };
