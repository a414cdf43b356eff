import { resultCodes } from '@openfashion/contract';
import { Agent, request } from 'undici';
import type { Client } from '../../harness/client.js';
import { percentile } from '../../harness/figures.js';
import type { Random } from '../../harness/random.js';
import type { Envelope } from '../../harness/rest.js';
import { type Kind, type KindName, type Known, kindNames, kinds, pickKind } from './requests.js';

/** Everybody who calls the server, on connections that stay open. Every answer is checked; none makes a call reject. */
export class Shoppers implements AsyncDisposable {
  /** Milliseconds from a call to its whole answer. */
  readonly times: { readonly kind: KindName; readonly took: number }[] = [];
  /** Answers that their kind may not get, and connections that failed. */
  readonly wrong: string[] = [];
  readonly #agent = new Agent({ connections: 64 });
  readonly #client: Client;
  readonly #known: Known;
  readonly #random: Random;

  constructor(client: Client, known: Known, random: Random) {
    this.#client = client;
    this.#known = known;
    this.#random = random;
  }

  /** One call of the mix, or of a kind. */
  async call(kind: KindName = pickKind(this.#random)): Promise<void> {
    const { baseUrl, appKey, secretKey } = this.#client;
    const { result, make }: Kind = kinds[kind];
    const { method = 'GET', path, form, secretKey: given = secretKey } = make(this.#known, this.#random);
    const start = performance.now();
    try {
      const { statusCode, body } = await request(`${baseUrl}/v2.0/appkeys/${appKey}/services${path}`, {
        dispatcher: this.#agent,
        method,
        headers: { Authorization: given, ...form?.headers },
        ...(form && { body: form.body }),
      });
      const { header } = (await body.json()) as Envelope;
      this.times.push({ kind, took: performance.now() - start });
      if (statusCode !== 200 || header.resultCode !== resultCodes[result].code)
        this.wrong.push(`${kind} ${path}: HTTP ${statusCode}, ${JSON.stringify(header)}`);
    } catch (error) {
      this.wrong.push(`${kind} ${path}: ${error instanceof Error ? (error.cause ?? error) : error}`);
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
    return this.#agent.close();
  }
}
