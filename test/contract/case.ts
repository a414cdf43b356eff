import type { EndpointId, ResultName } from '@openfashion/contract';
import { resultCodes } from '@openfashion/contract';
import { expect } from 'vitest';
import type { RawRequest, Reply } from '../harness/rest.js';
import type { World } from './world.js';

/** One thing that a v2.0 server must do. */
export interface Case {
  /** A sentence. */
  readonly name: string;
  /** `contract`: the guide says it, so every v2.0 server must pass. `decision`: our reading where the guide is silent. */
  readonly mark: 'contract' | 'decision';
  /** Numbers of the rules that it shows. */
  readonly rules: readonly string[];
  /** Results that it shows an endpoint to answer. */
  readonly shows: readonly { readonly endpoint: EndpointId; readonly result: ResultName }[];
  run(world: World): Promise<void>;
}

type Request = (world: World) => RawRequest;

interface Row {
  readonly name: string;
  readonly mark: Case['mark'];
  readonly rules: readonly string[];
  readonly endpoint: EndpointId;
  readonly result?: ResultName;
  /** Path relative to `/v2.0/appkeys/{appKey}`. */
  readonly request: Request;
  /** What the answer must be beyond its result. */
  readonly check?: (reply: Reply, world: World) => void | Promise<void>;
  /** What `header.detail` must contain (rule 1.5); never asked of a foreign server. */
  readonly detail?: string;
}

/** A case that is one request and its answer. */
export function single(row: Row): Case {
  const result = row.result ?? 'SUCCESS';
  return {
    name: row.name,
    mark: row.mark,
    rules: row.rules,
    shows: [{ endpoint: row.endpoint, result }],
    async run(world) {
      const reply = await world.client.call(row.request(world));
      expectResult(reply, result);
      if (row.detail !== undefined && world.own) expect(reply.envelope.header.detail).toContain(row.detail);
      await row.check?.(reply, world);
    },
  };
}

/** Many requests to one endpoint that are answered alike, a case each. */
export function table(common: Omit<Row, 'name' | 'request'>, rows: Readonly<Record<string, Request>>): readonly Case[] {
  return Object.entries(rows).map(([name, request]) => single({ ...common, name, request }));
}

/** The answer is HTTP 200 with this row of the result table, and an error has no data (rule 1.1). */
export function expectResult(reply: Reply, result: ResultName): void {
  const { header, data } = reply.envelope;
  const { code, message } = resultCodes[result];
  expect({ status: reply.status, ...header, detail: undefined }, reply.text.slice(0, 500)).toEqual({
    status: 200,
    isSuccessful: code === 0,
    resultCode: code,
    resultMessage: message,
    detail: undefined,
  });
  if (code !== 0) expect(data).toBeUndefined();
}
