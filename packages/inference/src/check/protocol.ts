import type { Milliseconds } from '@openfashion/contract';
import type { LoadRequest } from '../process/protocol.js';

/** A model's input or output, as the file says it; a name is an open dimension. */
export interface Port {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

export interface Signature {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** What the process of a check is asked, in this order. */
export type CheckRequest =
  | { readonly kind: 'open'; readonly load: LoadRequest }
  /** Whether it answers what its manifest says. */
  | { readonly kind: 'examine'; readonly tolerance: number }
  /** How long a batch takes. */
  | { readonly kind: 'measure'; readonly size: number };

export type CheckReply =
  | { readonly kind: 'opened'; readonly signature: Signature }
  | { readonly kind: 'examined'; readonly problems: readonly string[] }
  | { readonly kind: 'measured'; readonly times: readonly Milliseconds[] }
  | { readonly kind: 'failed'; readonly message: string };
