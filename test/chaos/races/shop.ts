import assert from 'node:assert/strict';
import { type ResultName, resultCodes } from '@openfashion/contract';
import type { Client, JobDetail } from '../../harness/client.js';
import { type OpenRequest, offerRequest } from '../../harness/open-request.js';
import type { Reply } from '../../harness/rest.js';

/** The result that an answer is. */
export function resultOf({ text, envelope: { header } }: Reply): ResultName {
  const found = Object.entries(resultCodes).find(([, { code }]) => code === header.resultCode);
  assert.ok(found, `no result of the contract: ${text}`);
  return found[0] as ResultName;
}

export const enable = (productId: string, imageUrl: string) => ({
  productId,
  status: 'enable',
  name: `name of ${productId}`,
  imageUrl,
});
export const disable = (productId: string) => ({ productId, status: 'disable' });
export type Line = ReturnType<typeof enable> | ReturnType<typeof disable>;
export const fileOf = (lines: readonly Line[]): string => lines.map((line) => JSON.stringify(line)).join('\n');

/** What a race asks of the server as one app key. */
export class Shop implements AsyncDisposable {
  constructor(readonly client: Client) {}

  async create(serviceName: string): Promise<ResultName> {
    const body = JSON.stringify({ serviceName });
    return resultOf(await this.client.call({ method: 'POST', path: '/services', body }));
  }

  async remove(service: string): Promise<ResultName> {
    return resultOf(await this.client.call({ method: 'DELETE', path: `/services/${service}` }));
  }

  /** Names of its services, in the order of the list. */
  async services(): Promise<string[]> {
    const { totalCount, items } = await this.data('/services');
    assert.equal(items.length, totalCount);
    return items.map(({ serviceName }: { serviceName: string }) => serviceName);
  }

  async documentCount(service: string): Promise<number> {
    const { documentCount, remainInsertCount } = await this.data(`/services/${service}`);
    assert.equal(documentCount + remainInsertCount, 100_000);
    return documentCount;
  }

  /** Send a whole data file. */
  post(service: string, lines: readonly Line[]): Promise<Reply> {
    const body = new FormData();
    body.append('format', 'jsonl');
    body.append('file', new Blob([fileOf(lines)]), 'products.jsonl');
    return this.client.call({ method: 'POST', path: `/services/${service}/indexes`, body });
  }

  /** Send the head of an index request: it is under way when this resolves, or was refused. */
  offer(service: string): Promise<OpenRequest | Reply> {
    return offerRequest(this.client, `/v2.0/appkeys/${this.client.appKey}/services/${service}/indexes`);
  }

  /** Ids of its jobs in order of acknowledgement. */
  async jobs(service: string): Promise<string[]> {
    const { total, items } = await this.data(`/services/${service}/indexes?start=0&limit=100&order=requestedTime:asc`);
    assert.equal(items.length, total);
    return items.map(({ id }: JobDetail) => id);
  }

  detail(service: string, indexId: string): Promise<Reply> {
    return this.client.call({ path: `/services/${service}/indexes/${indexId}` });
  }

  /** Data of an answer that must be a success. */
  async data(path: string): Promise<Reply['envelope']['data']> {
    const reply = await this.client.call({ path });
    assert.equal(resultOf(reply), 'SUCCESS', `${path}: ${reply.text}`);
    return reply.envelope.data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all((await this.services()).map((service) => this.remove(service)));
  }
}

/** The id in an index request's answer, which must be a success. */
export function indexIdOf(reply: Reply): string {
  assert.equal(resultOf(reply), 'SUCCESS', reply.text);
  return reply.envelope.data.indexId;
}
