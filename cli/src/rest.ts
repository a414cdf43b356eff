import type { Endpoint } from '@openfashion/contract';
import { z } from 'zod';
import { Refusal, Unreachable, UsageError } from './failures.js';
import { exchange } from './http.js';
import { type Tenant, type TenantOptions, tenantOf } from './options.js';

export type Parameter = [name: string, value: string];

/** A request to an endpoint; path variables and parameters are not yet encoded. */
export interface Request {
  readonly endpoint: Endpoint;
  /** Path variables, the app key apart. */
  readonly path?: Readonly<Record<string, string>>;
  /** In this order; a name may stand twice. */
  readonly query?: readonly Parameter[];
  readonly body?: FormData | { readonly json: unknown };
}

/** A success: the data as answered, and as its schema reads it. */
export interface Reply<Data> {
  readonly raw: unknown;
  readonly data: Data;
}

export interface Rest {
  /** @throws Refusal what the server answered; Unreachable no answer, or none of this API */
  send<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<Reply<z.output<Schema>>>;
}

/** An index request is read, and its link fetched, before it is answered: 60 s and 10 s (rules 8.2, 8.3). */
const bounds = { bytes: 64 * 1_048_576, time: 120_000 };

const envelope = z.object({
  header: z.object({
    isSuccessful: z.boolean(),
    resultCode: z.int(),
    resultMessage: z.string(),
    detail: z.string().optional(),
  }),
  data: z.unknown().optional(),
});

/** Answers without data, of creations and deletions. */
export const noData = z.undefined();

/** The server that the options name. */
export function restOf(options: TenantOptions): Rest {
  const tenant = tenantOf(options);
  return {
    async send(request, schema) {
      const raw = await send(tenant, request);
      const parsed = schema.safeParse(raw);
      if (parsed.success) return { raw, data: parsed.data };
      throw new Unreachable(`${tenant.url} answered other data than the API has: ${z.prettifyError(parsed.error)}`);
    },
  };
}

async function send(tenant: Tenant, request: Request): Promise<unknown> {
  const { url, init } = encode(tenant, request);
  const { status, headers, body } = await exchange(url, init, bounds);
  const answer = envelope.safeParse(parseJson(body));
  if (!answer.success) {
    throw new Unreachable(`${tenant.url} is not a server of this API: it answered HTTP ${status}`);
  }
  const { header, data } = answer.data;
  if (header.isSuccessful) return data;
  const id = header.resultCode === -50000 ? headers.get('x-request-id') : null;
  const detail = [header.detail, id === null ? undefined : `request id ${id}`].filter((part) => part !== undefined);
  throw new Refusal(header.resultCode, header.resultMessage, detail.join('; ') || undefined);
}

function encode({ url, appKey, secretKey }: Tenant, { endpoint, path = {}, query = [], body }: Request) {
  const target = `${url}${fillPath(endpoint.path, { ...path, appKey })}`;
  const headers: Record<string, string> = { Authorization: secretKey };
  // A redirect would carry the secret to wherever it leads.
  const init: RequestInit = { method: endpoint.method, headers, redirect: 'error' };
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) {
    headers['Content-Type'] = 'application/json;charset=UTF-8';
    init.body = JSON.stringify(body.json);
  }
  return { url: query.length === 0 ? target : `${target}?${new URLSearchParams(query)}`, init };
}

function fillPath(template: string, variables: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = variables[name] ?? '';
    // No address has such a segment: it would be another path.
    if (/^\.{0,2}$/.test(value)) throw new UsageError(`${name}: must not be ${value || 'empty'}`);
    return encodeURIComponent(value);
  });
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
