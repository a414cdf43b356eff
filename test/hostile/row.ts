import type { Milliseconds, ResultName } from '@openfashion/contract';
import type { Client } from '../harness/client.js';
import type { RawRequest, Reply } from '../harness/rest.js';

/** What a hostile request may use: a real server in a process of its own, and a shop's site that means harm. */
export interface HostileWorld {
  readonly client: Client;
  /** Another tenant of the same server, with an empty service of the same name. */
  readonly stranger: Client;
  /** Service of `client`: the sample catalogue, or, for a row that changes it, an empty one that no other row uses now. */
  readonly service: string;
  /** A product of the sample catalogue. */
  readonly product: string;
  /** Address of the hostile site, without a slash at its end. The server may connect to it, and to nothing else here. */
  readonly site: string;
  readonly port: number;
  /** What detect answered for one item: to this client, and to the stranger. */
  readonly link: { readonly own: string; readonly foreign: string };
}

interface Expected {
  /** A sentence. */
  readonly name: string;
  /** How long the answer may take; 5 s unless told. */
  readonly within?: Milliseconds;
}

/** A request that is HTTP, whatever it says. */
export interface RequestRow extends Expected {
  readonly result: ResultName;
  /** What `header.detail` must contain. */
  readonly detail?: string;
  /** Where the HTTP status is neither 200 nor the 404 of an unknown path. */
  readonly status?: number;
  /** Whether it needs a service of its own, because it makes an index job. */
  readonly alone?: boolean;
  /** Path relative to `/v2.0/appkeys/{appKey}`, sent with the client's secret unless the headers say otherwise. */
  request(world: HostileWorld): RawRequest;
  /** What must be so beyond the answer. */
  check?(reply: Reply, world: HostileWorld): void | Promise<void>;
}

/** Bytes that are sent on a connection of their own. */
export interface WireRow extends Expected {
  /** Statuses of the answers, in their order; none where the connection is closed without a word. */
  readonly statuses: readonly number[];
  /** What the answers must contain. */
  readonly says?: string;
  wire(world: HostileWorld): Wire;
}

export interface Wire {
  readonly bytes: string | Uint8Array;
  /** Whether the client ends its side then; if not it listens on, and the server must close. */
  readonly end?: boolean;
  /** Bytes that follow, one piece in each interval, until the server closes. */
  readonly drip?: { readonly piece: string; readonly every: Milliseconds };
}

export type HostileRow = RequestRow | WireRow;

/** Rows of one subject, and how many of them run at the same time. */
export interface Subject {
  readonly rows: readonly HostileRow[];
  readonly atOnce: number;
  /** Whether its rows mostly wait: they start first and run beside all others. */
  readonly beside?: boolean;
}
