import { resultCodes } from '@openfashion/contract';
import type { Client } from '../../harness/client.js';
import { percentile } from '../../harness/figures.js';
import { KeptConnections } from '../../harness/kept-connections.js';
import type { Random } from '../../harness/random.js';
import { type Kind, type KindName, type Known, kindNames, kinds, pickKind } from './requests.js';

/** Everybody who calls the server, on connections that stay open. Every answer is checked; none makes a call reject. */
export class Shoppers implements AsyncDisposable {
  /** Milliseconds from a call to its whole answer. */
  readonly times: { readonly kind: KindName; readonly took: number }[] = [];
  /** Answers that their kind may not get, and connections that failed. */
  readonly wrong: string[] = [];
  readonly #connections: KeptConnections;
  readonly #known: Known;
  readonly #random: Random;

  constructor(client: Client, known: Known, random: Random) {
    this.#connections = new KeptConnections(client);
    this.#known = known;
    this.#random = random;
  }

  /** One call of the mix, or of a kind. */
  async call(kind: KindName = pickKind(this.#random)): Promise<void> {
    const { result, make }: Kind = kinds[kind];
    const request = make(this.#known, this.#random);
    const start = performance.now();
    try {
      const { status, header } = await this.#connections.call(request);
      this.times.push({ kind, took: performance.now() - start });
      if (status !== 200 || header.resultCode !== resultCodes[result].code)
        this.wrong.push(`${kind} ${request.path}: HTTP ${status}, ${JSON.stringify(header)}`);
    } catch (error) {
      this.wrong.push(`${kind} ${request.path}: ${error instanceof Error ? (error.cause ?? error) : error}`);
    }
  }

  /** Milliseconds of half, 95 and 99 of 100 calls since the one with this number, by kind. */
  figures(from = 0): readonly { readonly kind: KindName; readonly count: number; readonly p: readonly number[] }[] {
    return kindNames.map((kind) => {
      const took = this.times.slice(from).flatMap((one) => (one.kind === kind ? [one.took] : []));
      return { kind, count: took.length, p: [0.5, 0.95, 0.99].map((share) => percentile(took, share)) };
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#connections[Symbol.asyncDispose]();
  }
}
