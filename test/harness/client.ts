import { setTimeout as pause } from 'node:timers/promises';
import { type RawRequest, type Reply, send } from './rest.js';

/** One app key's view of a server. Paths are relative to `/v2.0/appkeys/{appKey}`. */
export interface Client {
  readonly baseUrl: string;
  readonly appKey: string;
  readonly secretKey: string;
  call(request: RawRequest): Promise<Reply>;
  /** @throws Error when it is not answered with success */
  createService(name: string): Promise<void>;
  /** Send an index file; resolves to its job's id. */
  send(service: string, lines: readonly object[] | string, format?: 'jsonl' | 'csv'): Promise<string>;
  /** Send an index file; resolves to the job's detail when the job has ended. */
  index(service: string, lines: readonly object[] | string, format?: 'jsonl' | 'csv'): Promise<JobDetail>;
  /** Wait until a job has ended, asking every so many milliseconds. */
  ended(service: string, indexId: string, every?: number): Promise<JobDetail>;
}

export interface JobDetail {
  readonly id: string;
  readonly status: string;
  readonly addedCount: number;
  readonly updatedCount: number;
  readonly deletedCount: number;
  readonly failedCount: number;
  readonly exceededCount: number;
  readonly totalCount: number;
  readonly addedProductIds: readonly string[];
  readonly updatedProductIds: readonly string[];
  readonly deletedProductIds: readonly string[];
  readonly failedProductIds: readonly string[];
  readonly exceededProductIds: readonly string[];
  readonly failures?: readonly { line: number; productId?: string; reason: string }[];
}

const over = new Set(['finished', 'failed', 'canceled', 'deleted']);

/** @param at where the server is; of several gateways, each use takes the next */
export function createClient(
  at: string | readonly [string, ...string[]],
  keys: { readonly appKey: string; readonly secretKey: string },
): Client {
  const addresses = typeof at === 'string' ? ([at] as const) : at;
  let uses = 0;
  const client: Client = {
    get baseUrl() {
      return addresses[uses++ % addresses.length] ?? addresses[0];
    },
    appKey: keys.appKey,
    secretKey: keys.secretKey,
    call: (request) =>
      send(client.baseUrl, {
        ...request,
        path: `/v2.0/appkeys/${keys.appKey}${request.path}`,
        headers: { Authorization: keys.secretKey, ...request.headers },
      }),
    async createService(name) {
      const { envelope, text } = await client.call({
        method: 'POST',
        path: '/services',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ serviceName: name }),
      });
      if (!envelope.header.isSuccessful) throw new Error(`the service ${name} was not created: ${text}`);
    },
    async send(service, lines, format = 'jsonl') {
      const text = typeof lines === 'string' ? lines : lines.map((line) => JSON.stringify(line)).join('\n');
      const body = new FormData();
      body.append('format', format);
      body.append('file', new Blob([text]), `products.${format}`);
      const reply = await client.call({ method: 'POST', path: `/services/${service}/indexes`, body });
      const { header, data } = reply.envelope;
      if (!header.isSuccessful) throw new Error(`the index request was answered ${reply.text}`);
      return data.indexId;
    },
    async index(service, lines, format) {
      return client.ended(service, await client.send(service, lines, format));
    },
    async ended(service, indexId, every = 50) {
      for (;;) {
        const path = `/services/${service}/indexes/${indexId}?include=failures`;
        const { envelope, text } = await client.call({ path });
        if (!envelope.header.isSuccessful) throw new Error(`the job's detail was answered ${text}`);
        const [job] = envelope.data.items as JobDetail[];
        if (job && over.has(job.status)) return job;
        await pause(every);
      }
    },
  };
  return client;
}
