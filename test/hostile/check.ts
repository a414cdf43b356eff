import { type Endpoint, endpoints, type Milliseconds, resultCodes } from '@openfashion/contract';
import { expect } from 'vitest';
import type { RawRequest, Reply } from '../harness/rest.js';
import type { HostileWorld, RequestRow, WireRow } from './row.js';
import { converse } from './wire.js';

const defaultWithin: Milliseconds = 5_000;

/** Send a row and hold its answer to everything that every answer must be. */
export function runRow(row: RequestRow | WireRow, world: HostileWorld): Promise<void> {
  return 'wire' in row ? runWire(row, world) : runRequest(row, world);
}

async function runWire(row: WireRow, world: HostileWorld): Promise<void> {
  const start = performance.now();
  const { statuses, text } = await converse(world.client.baseUrl, row.wire(world));
  expect(performance.now() - start, 'time in ms').toBeLessThan(row.within ?? defaultWithin);
  expect(statuses, text.slice(0, 500)).toEqual(row.statuses);
  expect(text).toContain(row.says ?? '');
  expect(text).not.toMatch(inside);
}

async function runRequest(row: RequestRow, world: HostileWorld): Promise<void> {
  const request = row.request(world);
  const start = performance.now();
  const reply = await world.client.call(request);
  expect(performance.now() - start, 'time in ms').toBeLessThan(row.within ?? defaultWithin);
  expectAnswer(row, reply);
  if (reply.status === 200) expectInTable(row, request);
  await row.check?.(reply, world);
}

/** What no caller may ever see: where our code stands, or how it failed. */
const inside =
  /node_modules|node:internal|file:\/\/|\.(js|ts):\d|\n\s+at |\bundefined\b|\[object |TypeError|RangeError/;

/** Rules 1.1, 1.2, 1.5, 1.6. */
function expectAnswer(
  { result, status = result === 'NoApiFound' ? 404 : 200, detail }: RequestRow,
  reply: Reply,
): void {
  const said = reply.text.slice(0, 500);
  const { header, data } = reply.envelope;
  const { code, message } = resultCodes[result];
  expect({ status: reply.status, ...header, detail: undefined }, said).toEqual({
    status,
    isSuccessful: code === 0,
    resultCode: code,
    resultMessage: message,
    detail: undefined,
  });
  expect(reply.headers['x-request-id'], said).toMatch(/^[\x21-\x7e]{1,128}$/);
  if (code === 0) return;
  expect(data, said).toBeUndefined();
  expect(header.detail ?? '', said).not.toMatch(inside);
  if (detail !== undefined) expect(header.detail, said).toContain(detail);
}

/** Rule 1.7. */
function expectInTable({ result }: RequestRow, { method = 'GET', path }: RawRequest): void {
  const segments = `/v2.0/appkeys/key${path.split('?')[0]}`.split('/');
  const fits = ({ method: own, path: template }: Endpoint) => {
    const parts = template.split('/');
    return (
      own === method &&
      parts.length === segments.length &&
      parts.every((part, at) => part.startsWith('{') || part === segments[at])
    );
  };
  const endpoint = Object.values<Endpoint>(endpoints).find(fits);
  expect(endpoint?.results, `${method} ${path.slice(0, 200)}`).toContain(result);
}
