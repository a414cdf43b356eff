import type { ResultName } from '@openfashion/contract';
import type { Client } from '../harness/client.js';
import type { RawRequest } from '../harness/rest.js';

/** What a hostile request may use: a real server in a process of its own, and a shop's site that means harm. */
export interface HostileWorld {
  readonly client: Client;
  /** Another tenant of the same server. */
  readonly stranger: Client;
  /** A service of `client` that holds the sample products. */
  readonly service: string;
  /** Address of the hostile site, without a slash at its end; its pages are the keys of what each file of cases serves. */
  readonly site: string;
  /** A good picture at that site. */
  readonly picture: string;
}

/** One hostile request and the one answer that it must get. */
export interface HostileRow {
  /** A sentence. */
  readonly name: string;
  /** The row of the contract's result table, or the bare HTTP status where the request is no HTTP that express sees. */
  readonly result: ResultName | number;
  /** What `header.detail` must contain. */
  readonly detail?: string;
  /** Path relative to `/v2.0/appkeys/{appKey}`, sent with the client's secret unless the headers say otherwise. */
  request(world: HostileWorld): RawRequest | Promise<RawRequest>;
}
