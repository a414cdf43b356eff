import { setTimeout as pause } from 'node:timers/promises';
import { type Milliseconds, Overloaded, Unavailable } from '@openfashion/contract';
import { QdrantClient } from '@qdrant/js-client-rest';
import { Agent } from 'undici';
import { type Failure, toFailure } from './failures.js';
import type { Settled } from './options.js';
import { retryPause } from './retry-pause.js';

/** The client's calls, with the published types of their requests and answers. */
export type Api = ReturnType<QdrantClient['api']>;

/** One request of the client's, which must be repeatable: it is tried again when it fails. */
export type Request<Result> = (api: Api, init: RequestInit) => Promise<{ readonly data: { readonly result?: Result } }>;

/** How long a call may take, as a multiple of the timeout. */
const patience = { read: 1, write: 3 } as const;
type Kind = keyof typeof patience;

/**
 * Tries of a call. What is read is waited for by a shopper; what is written is tried for as long as it has time, since it may have
 * to wait until a cluster has seen that one of its nodes is gone, and that takes as long as its machines are busy.
 */
const maxTries = { read: 4, write: Number.POSITIVE_INFINITY } as const;
/** Times that reads are made until nothing disturbs them. */
const maxRounds = 4;
/** Calls that may be under way; more are refused at once. */
const maxCalls = 1_000;
/** Connections to one node. */
const maxConnections = 64;

interface Node {
  readonly url: string;
  readonly api: Api;
}

/** What became of one: neither, where the server answered without a result. */
interface Try<Result> {
  readonly result?: Result;
  readonly failure?: Failure;
}

/**
 * Calls to one Qdrant server or to the nodes of a cluster. A call that fails in a way that may pass is tried again, at the
 * next node: whatever is called must do the same when it is done twice.
 */
export class Connection {
  readonly #nodes: readonly Node[];
  readonly #agent: Agent;
  readonly #init: RequestInit;
  readonly #timeout: Milliseconds;
  /** Which node is asked: another after each failure. Processes begin at different ones. */
  #current: number;
  #calls = 0;
  /** Tries that failed so far. */
  #failures = 0;
  #closing: Promise<void> | undefined;

  constructor({ urls, apiKey, ca, timeout }: Pick<Settled, 'urls' | 'apiKey' | 'ca' | 'timeout'>) {
    this.#agent = new Agent({
      connections: maxConnections,
      ...(ca !== undefined && { connect: { ca } }),
      // Each try has a signal of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    // The types of the runtime's fetch are those of an older release of undici.
    this.#init = { dispatcher: this.#agent as unknown as NonNullable<RequestInit['dispatcher']> };
    this.#nodes = urls.map((url) => ({ url, api: createApi(url, apiKey) }));
    this.#timeout = timeout;
    this.#current = Math.floor(Math.random() * urls.length);
  }

  /** Nodes whose addresses are known. */
  get nodes(): number {
    return this.#nodes.length;
  }

  /** @throws Unavailable, Overloaded, or Error for a request that the server finds wrong */
  async call<Result>(kind: Kind, request: Request<Result>): Promise<Result> {
    const result = await this.callUnless(undefined, kind, request);
    if (result === undefined) throw new Unavailable('Qdrant answered nothing');
    return result;
  }

  /** The same; resolves to nothing where the server answers with this status. */
  async callUnless<Result>(
    status: number | undefined,
    kind: Kind,
    request: Request<Result>,
  ): Promise<Result | undefined> {
    return this.#tries(kind, status, (limit) => this.#try(limit, request));
  }

  /**
   * The same read of every node.
   * @param least answers that are enough
   * @returns the answers of the nodes that gave one @throws as `call` does
   */
  async callEach<Result>(least: number, request: Request<Result>): Promise<Result[]> {
    const all = async (limit: Milliseconds): Promise<Try<Result[]>> => {
      const tries = await Promise.all(this.#nodes.map((node) => tryNode(node, limit, this.#init, request)));
      const answers = tries.flatMap(({ result }) => (result === undefined ? [] : [result]));
      const failure = tries.find((one) => one.failure !== undefined)?.failure;
      return failure !== undefined && answers.length < least ? { failure } : { result: answers };
    };
    return (await this.#tries('read', undefined, all)) ?? [];
  }

  /**
   * What calls come to between which the server was not started again, as far as can be told: they are made again when any
   * try failed meanwhile.
   * @param calls told how often they were made, this time included
   */
  async undisturbed<Result>(calls: (round: number) => Promise<Result>): Promise<Result> {
    for (let round = 1; round <= maxRounds; round++) {
      const before = this.#failures;
      const result = await calls(round);
      if (this.#failures === before) return result;
    }
    throw new Unavailable('Qdrant fails again and again');
  }

  /** Calls under way are finished first. */
  close(): Promise<void> {
    this.#closing ??= this.#agent.close();
    return this.#closing;
  }

  async #tries<Result>(
    kind: Kind,
    status: number | undefined,
    attempt: (limit: Milliseconds) => Promise<Try<Result>>,
  ): Promise<Result | undefined> {
    if (this.#closing) throw new Unavailable('the catalogue is closed');
    if (this.#calls >= maxCalls) throw new Overloaded(`${this.#calls} calls wait for Qdrant`);
    this.#calls++;
    try {
      return await this.#untilDone(kind, status, attempt);
    } finally {
      this.#calls--;
    }
  }

  async #untilDone<Result>(
    kind: Kind,
    status: number | undefined,
    attempt: (limit: Milliseconds) => Promise<Try<Result>>,
  ): Promise<Result | undefined> {
    const limit = this.#timeout * patience[kind];
    const deadline = performance.now() + limit;
    for (let tries = 1; ; tries++) {
      const left = deadline - performance.now();
      // Half of the time, so that a node that hangs leaves some for the next.
      const { result, failure } = await attempt(Math.min(left, limit / 2));
      if (failure === undefined || (failure.status !== undefined && failure.status === status)) return result;
      const rest = retryPause(tries, Math.random());
      if (!failure.isPassing || tries === maxTries[kind] || performance.now() + rest >= deadline) throw failure.error;
      await pause(rest);
    }
  }

  async #try<Result>(limit: Milliseconds, request: Request<Result>): Promise<Try<Result>> {
    const index = this.#current;
    const node = this.#nodes[index % this.#nodes.length];
    if (node === undefined) throw new RangeError('no node');
    const done = await tryNode(node, limit, this.#init, request);
    if (done.failure) {
      this.#failures++;
      if (done.failure.isPassing && this.#current === index) this.#current++;
    }
    return done;
  }
}

async function tryNode<Result>(
  { api, url }: Node,
  limit: Milliseconds,
  init: RequestInit,
  request: Request<Result>,
): Promise<Try<Result>> {
  const signal = AbortSignal.timeout(Math.max(1, Math.ceil(limit)));
  try {
    const { data } = await request(api, { ...init, signal });
    return data.result === undefined ? {} : { result: data.result };
  } catch (error) {
    return { failure: toFailure(error, url, limit) };
  }
}

function createApi(url: string, apiKey: string | undefined): Api {
  const { pathname } = new URL(url);
  // Without a port, Qdrant's own is meant; that 443 was written is lost in a URL.
  const written = /^https?:\/\/[^/]*:(\d+)(?:\/|$)/.exec(url)?.[1];
  const client = new QdrantClient({
    url: new URL(url).origin,
    port: written === undefined ? 6333 : Number(written),
    prefix: pathname.replace(/\/+$/, ''),
    // Not as `apiKey`: the client would warn on the console of a key without TLS.
    // Compressed answers come in two writes, of which the second waits 40 ms for the first's acknowledgement.
    headers: { 'api-key': apiKey, 'accept-encoding': 'identity' },
    timeout: Number.POSITIVE_INFINITY,
    checkCompatibility: false,
  });
  return client.api();
}
