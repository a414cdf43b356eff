import { resultCodes } from '@openfashion/contract';
import { pick, type Random } from '../../harness/random.js';
import type { Envelope, RawRequest } from '../../harness/rest.js';
import { send } from '../../harness/rest.js';
import type { Downtime } from './downtime.js';

export interface AppKey {
  readonly appKey: string;
  readonly secretKey: string;
}

/** What became of a request. */
export type Told =
  | { readonly kind: 'success'; readonly data: Envelope['data'] }
  /** -50000 with `Retry-After`. */
  | { readonly kind: 'unavailable' }
  /** Another result of the contract. */
  | { readonly kind: 'result'; readonly name: string; readonly text: string }
  /** The connection was refused or broke while the gateway was dead. */
  | { readonly kind: 'away' }
  /** Nothing of the contract. */
  | { readonly kind: 'wrong'; readonly reason: string };

/** Longer than any deadline: who waits so long waits for ever. */
const patience = 120_000;

/** How callers reach the cluster: through any of its gateways, each request on a connection of its own. */
export class Door {
  readonly #urls: Map<number, string>;
  readonly #downtime: Downtime;
  /** Requests that were not answered with a result of the contract other than -50000. */
  readonly unanswered: string[] = [];

  /** @param urls where each gateway listens, also after it was started again */
  constructor(urls: readonly string[], downtime: Downtime) {
    this.#urls = new Map(urls.entries());
    this.#downtime = downtime;
  }

  /** From now on a gateway listens elsewhere. */
  move(gateway: number, url: string): void {
    this.#urls.set(gateway, url);
  }

  /** @param path below `/v2.0/appkeys/{appKey}` */
  async ask(keys: AppKey, request: RawRequest, random: Random): Promise<Told> {
    const told = await this.#ask(keys, request, random);
    if (told.kind !== 'success' && told.kind !== 'result') {
      this.unanswered.push(`${request.path}: ${told.kind}${told.kind === 'wrong' ? ` ${told.reason}` : ''}`);
    }
    return told;
  }

  async #ask({ appKey, secretKey }: AppKey, request: RawRequest, random: Random): Promise<Told> {
    const gateway = pick(random, [...this.#urls.keys()]);
    const path = `/v2.0/appkeys/${appKey}${request.path}`;
    const headers = { Authorization: secretKey, ...request.headers };
    const asked = performance.now();
    try {
      const signal = AbortSignal.timeout(patience);
      return toldBy(await send(this.#urls.get(gateway) ?? '', { ...request, path, headers, signal }));
    } catch (error) {
      // A dead gateway's connections may be told a moment late.
      if (this.#downtime.wasAway(`gateway ${gateway}`, asked, performance.now())) return { kind: 'away' };
      return { kind: 'wrong', reason: `gateway ${gateway}: ${error instanceof Error ? error.message : error}` };
    }
  }
}

function toldBy({ status, headers, envelope, text }: Awaited<ReturnType<typeof send>>): Told {
  const { isSuccessful, resultCode, resultMessage } = envelope.header;
  if (status === 200 && isSuccessful && resultCode === 0) return { kind: 'success', data: envelope.data };
  if (resultCode === resultCodes.InternalServerError.code) {
    const canRetry = status === 200 && /^[1-9]\d*$/.test(headers['retry-after'] ?? '');
    return canRetry
      ? { kind: 'unavailable' }
      : { kind: 'wrong', reason: `HTTP ${status} without Retry-After: ${text}` };
  }
  return { kind: 'result', name: resultMessage, text };
}
