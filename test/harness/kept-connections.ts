import { Agent, request } from 'undici';
import type { Client } from './client.js';
import type { PictureForm } from './picture-forms.js';
import type { Envelope } from './rest.js';

export interface KeptRequest {
  readonly method?: 'GET' | 'POST';
  /** Below `/v2.0/appkeys/{appKey}/services`. */
  readonly path: string;
  readonly form?: PictureForm;
  /** A secret key in place of the right one. */
  readonly secretKey?: string;
}

export interface KeptReply extends Envelope {
  readonly status: number;
  /** Seconds, as it was told. */
  readonly retryAfter: string | undefined;
}

/** A caller on connections that stay open, as a shop's server has them: a load costs it little. */
export class KeptConnections implements AsyncDisposable {
  readonly #agent: Agent;
  readonly #shop: Pick<Client, 'baseUrl' | 'appKey' | 'secretKey'>;

  constructor(shop: Pick<Client, 'baseUrl' | 'appKey' | 'secretKey'>, options: Agent.Options = { connections: 64 }) {
    this.#shop = shop;
    this.#agent = new Agent(options);
  }

  async call({ method = 'GET', path, form, secretKey }: KeptRequest): Promise<KeptReply> {
    const { baseUrl, appKey, secretKey: own } = this.#shop;
    const { statusCode, headers, body } = await request(`${baseUrl}/v2.0/appkeys/${appKey}/services${path}`, {
      dispatcher: this.#agent,
      method,
      headers: { Authorization: secretKey ?? own, ...form?.headers },
      ...(form && { body: form.body }),
    });
    const envelope = (await body.json()) as Envelope;
    return { ...envelope, status: statusCode, retryAfter: headers['retry-after']?.toString() };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#agent.close();
  }
}
