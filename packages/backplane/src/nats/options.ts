import type { Milliseconds } from '@openfashion/contract';

export interface NatsOptions {
  /** `nats://host:4222`, with `user:password@` or `token@` where asked for; several separated by commas; `tls://` insists on TLS. */
  readonly servers: string;
  /** A `.creds` file: a signed user and its key. */
  readonly credentialsFile?: string | undefined;
  /** Files in PEM: who signs the servers' certificates, and an own certificate where they ask for one. */
  readonly tls?: NatsTls | undefined;
  /** Name of the deployment: several can share servers. Default `openfashion`; `[a-z][a-z0-9-]{0,31}`. */
  readonly prefix?: string;
  /** Servers that hold each stream, 1 to 5. Default 1. */
  readonly replicas?: number;
  /** How long a call tries before it is `Unavailable`; an answer on its way may take half as long again. Default 5 s. */
  readonly timeout?: Milliseconds;
  /** Told of connections lost and won, and of what an operator should know. Texts hold no secrets. */
  readonly observe?: (event: NatsEvent) => void;
  /** Aborted: the start gives up. Without it a start waits for its servers for ever. */
  readonly signal?: AbortSignal;
}

export interface NatsTls {
  readonly caFile?: string | undefined;
  readonly certificateFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** What an operator may want to know, in words. */
export interface NatsEvent {
  readonly kind: 'waiting' | 'connected' | 'disconnected' | 'reconnected' | 'warning';
  readonly message: string;
  readonly cause?: unknown;
}

export type Observe = (event: NatsEvent) => void;
