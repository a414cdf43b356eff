import { once } from 'node:events';
import { type ClientHttp2Stream, connect } from 'node:http2';
import { ChannelCredentials, Client, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { Unavailable } from '@openfashion/contract';
import { service as healthService } from 'grpc-health-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ManualModel } from '../../suite/manual-model.js';
import { methodOf } from '../definitions.js';
import type { EmbedRequest, EmbedResponse } from '../wire/embedder.js';
import { modelId } from '../wire/index.js';
import { type ModelService, serveModel } from './index.js';

/** A busy machine is slow, which is no failure. */
const until = (assertion: () => unknown) => vi.waitFor(assertion, { timeout: 15_000 });

const method = methodOf('embed');
let manual: ManualModel;
let service: ModelService;
let client: Client;
const opened: (() => void)[] = [];
const ended: string[] = [];
const failures: unknown[] = [];

beforeEach(async () => {
  ended.length = 0;
  manual = await ManualModel.open();
  service = await serveModel('embed', manual.model, {
    host: '127.0.0.1',
    port: 0,
    connectionAge: 60_000,
    patience: 300,
    answered: (lane, code) => ended.push(`${lane} ${code}`),
    failed: (error) => failures.push(error),
  });
  client = new Client(`127.0.0.1:${service.port}`, ChannelCredentials.createInsecure());
});
afterEach(() => {
  for (const close of opened.splice(0)) close();
  client.close();
  service.end();
});

interface Ask {
  readonly request?: Partial<EmbedRequest>;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}

/** A call as any client could make it, and how to leave it. */
function ask({ request = {}, metadata = {}, timeout = 20_000 }: Ask = {}) {
  const { manifest } = manual.model;
  const message = {
    model: modelId(manifest),
    embedding_id: manifest.embedding.id,
    pictures: [manual.picture(7)],
    ...request,
  };
  const headers = new Metadata();
  for (const [key, value] of Object.entries(metadata)) headers.set(key, value);
  let leave = () => {};
  const answer = new Promise<EmbedResponse>((resolve, reject) => {
    const call = client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      message,
      headers,
      { deadline: Date.now() + timeout },
      (error, response) => (response ? resolve(response) : reject(error)),
    );
    leave = () => call.cancel();
  });
  return { answer, leave };
}

const refusal = (asked: Ask): Promise<ServiceError> =>
  ask(asked).answer.then(
    () => Promise.reject(new Error('it was served')),
    (error: ServiceError) => error,
  );
const waiting = (lane: 'interactive' | 'indexing') => manual.model.waiting(lane);

test('vectors are little-endian floats', async () => {
  const { answer } = ask();
  await until(() => expect(manual.runs).toEqual([[7]]));
  manual.end();
  const [bytes = new Uint8Array()] = (await answer).vectors;
  expect(new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true)).toBe(7);
  expect(ended).toEqual(['interactive OK']);
});

describe('what a call says is checked', () => {
  const cases: [string, () => Ask, status, string][] = [
    [
      'another embedding id is refused by name',
      () => ({ request: { embedding_id: 'siglip-768' } }),
      status.FAILED_PRECONDITION,
      expect.stringMatching(/^embedding_id: this service makes vectors of \S+, not of "siglip-768"$/),
    ],
    [
      'another model is refused by name',
      () => ({ request: { model: 'embedder-base@3' } }),
      status.FAILED_PRECONDITION,
      expect.stringMatching(/^model: this service runs \S+@\S+, not "embedder-base@3"$/),
    ],
    [
      'too many pictures',
      () => ({ request: { pictures: Array.from({ length: 33 }, () => manual.picture(1)) } }),
      status.INVALID_ARGUMENT,
      'pictures: must be at most 32 (are 33)',
    ],
    [
      'a picture of another size',
      () => ({ request: { pictures: [manual.picture(1), new Uint8Array(10)] } }),
      status.INVALID_ARGUMENT,
      'pictures[1]: must have 150528 bytes, 224 × 224 × 3 (has 10)',
    ],
    [
      'a lane that is none',
      () => ({ metadata: { 'openfashion-lane': 'fast' } }),
      status.INVALID_ARGUMENT,
      'openfashion-lane: must be interactive or indexing',
    ],
  ];
  test.for(cases)('%s', async ([, asked, code, details]) => {
    expect(await refusal(asked())).toMatchObject({ code, details });
    expect(manual.runs).toEqual([]);
  });

  test('no picture asks only whether the service would serve', async () => {
    expect(await ask({ request: { pictures: [] } }).answer).toEqual({ vectors: [] });
    expect(await refusal({ request: { model: 'other@1', pictures: [] } })).toMatchObject({
      code: status.FAILED_PRECONDITION,
    });
    expect(manual.runs).toEqual([]);
  });

  test('a message over the limit is refused, and the service goes on', async () => {
    const pictures = [new Uint8Array(33 * 1_048_576)];
    expect(await refusal({ request: { pictures } })).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    const { answer } = ask();
    await until(() => expect(manual.runs).toHaveLength(1));
    manual.end();
    await answer;
  });
});

describe('an overloaded service', () => {
  const fill = (lane: 'interactive' | 'indexing', count: number) => {
    const calls = Array.from({ length: count }, () => ask({ metadata: { 'openfashion-lane': lane } }));
    for (const { answer } of calls) answer.catch(() => {});
    return calls;
  };

  test('refuses within 50 ms with a hint when to come back, never waits beyond its bound, and keeps lanes apart', async () => {
    const first = ask();
    await until(() => expect(manual.runs).toHaveLength(1));
    manual.end();
    await first.answer;
    fill('interactive', 1);
    await until(() => expect(manual.runs).toHaveLength(2));
    fill('interactive', 128);
    await until(() => expect(waiting('interactive')).toBe(128));
    const refusals: ServiceError[] = [];
    const times: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const start = performance.now();
      refusals.push(await refusal({}));
      times.push(performance.now() - start);
    }
    // The best of some: what else this machine does is not the service's.
    expect(Math.min(...times)).toBeLessThan(50);
    const [error = new Error('no refusal')] = refusals;
    expect(error).toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      details: '128 interactive inputs wait for the model already',
    });
    expect(Number(refusals[0]?.metadata.get('grpc-retry-pushback-ms')[0])).toBeGreaterThan(0);
    expect(waiting('interactive')).toBe(128);
    fill('indexing', 1);
    await until(() => expect(waiting('indexing')).toBe(1));
    expect(ended.filter((each) => each === 'interactive RESOURCE_EXHAUSTED')).toHaveLength(9);
  });

  test('calls whose messages are still being read count as waiting', async () => {
    const refused: unknown[] = [];
    for (const { answer } of fill('indexing', 140)) answer.catch((error: unknown) => refused.push(error));
    await until(() => expect(waiting('indexing') + manual.runs.flat().length).toBe(128));
    await until(() => expect(refused).toHaveLength(12));
  });
});

test('who left never reaches the model, and makes room', async () => {
  const first = ask();
  await until(() => expect(manual.runs).toHaveLength(1));
  const left = ask({ request: { pictures: [manual.picture(8), manual.picture(9)] } });
  await until(() => expect(waiting('interactive')).toBe(2));
  left.leave();
  await expect(left.answer).rejects.toMatchObject({ code: status.CANCELLED });
  await until(() => expect(waiting('interactive')).toBe(0));
  manual.end();
  await first.answer;
  expect(manual.runs).toEqual([[7]]);
  expect(ended).toContain('interactive CANCELLED');
});

test('who is past the deadline never reaches the model', async () => {
  const first = ask();
  await until(() => expect(manual.runs).toHaveLength(1));
  expect(await refusal({ timeout: 50 })).toMatchObject({ code: status.DEADLINE_EXCEEDED });
  await until(() => expect(waiting('interactive')).toBe(0));
  manual.end();
  await first.answer;
  expect(manual.runs).toEqual([[7]]);
});

test('a model that is not running answers UNAVAILABLE; of other errors the caller learns nothing', async () => {
  const down = refusal({});
  await until(() => expect(manual.runs).toHaveLength(1));
  manual.end(new Unavailable('embedder-baseline is not running'));
  expect(await down).toMatchObject({ code: status.UNAVAILABLE, details: 'embedder-baseline is not running' });
  const broken = refusal({});
  await until(() => expect(manual.runs).toHaveLength(2));
  manual.end(new Error('/etc/secret'));
  expect(await broken).toMatchObject({
    code: status.INTERNAL,
    details: 'the call failed; the log of the service says why',
  });
  expect(failures).toMatchObject([{ message: '/etc/secret' }]);
});

describe('a caller that is slow', () => {
  /** A call of which only the headers are sent, or the message but not its end. */
  function open(message?: Uint8Array): ClientHttp2Stream {
    const session = connect(`http://127.0.0.1:${service.port}`);
    opened.push(() => session.destroy());
    const stream = session.request({
      ':method': 'POST',
      ':path': method.path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    if (message) stream.write(message);
    return stream;
  }
  const statusOf = async (stream: ClientHttp2Stream) => {
    const [headers] = await once(stream, 'response');
    return Number(headers['grpc-status']);
  };

  test('is sent away, and takes nobody’s place after that', async () => {
    const silent = Array.from({ length: 130 }, () => open());
    const refusals = await Promise.all(silent.map(statusOf));
    expect(refusals.filter((code) => code === status.RESOURCE_EXHAUSTED)).toHaveLength(2);
    expect(refusals.filter((code) => code === status.DEADLINE_EXCEEDED)).toHaveLength(128);
    const { answer } = ask();
    await until(() => expect(manual.runs).toHaveLength(1));
    manual.end();
    await answer;
  });

  test('is sent away, too, when the message is there but not its end', async () => {
    const message = method.requestSerialize({ model: 'x', embedding_id: 'y', pictures: [] });
    const frame = Buffer.concat([Buffer.alloc(5), message]);
    frame.writeUInt32BE(message.length, 1);
    expect(await statusOf(open(frame))).toBe(status.DEADLINE_EXCEEDED);
  });

  test('does not keep the service from stopping, nor does one who watches its health', async () => {
    open();
    const watch = client.makeServerStreamRequest(
      '/grpc.health.v1.Health/Watch',
      () => Buffer.alloc(0),
      (bytes) => bytes,
      {},
    );
    watch.on('error', () => {});
    await once(watch, 'data');
    const start = performance.now();
    await service.drain();
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

test('draining finishes what was accepted and takes no more', async () => {
  const accepted = [ask(), ask()];
  await until(() => expect(waiting('interactive') + manual.runs.length).toBe(2));
  const drained = service.drain();
  manual.release();
  for (const { answer } of accepted) await answer;
  await drained;
  expect(await refusal({ timeout: 500 })).toMatchObject({
    code: expect.toBeOneOf([status.UNAVAILABLE, status.DEADLINE_EXCEEDED]),
  });
});

test('grpc.health.v1 says whether it serves', async () => {
  const health = healthService['Check'];
  if (health === undefined) throw new Error('the health service has no Check');
  const check = () =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        health.path,
        health.requestSerialize,
        health.responseDeserialize,
        { service: 'openfashion.v1.EmbedderService' },
        (error, answer) => (error ? reject(error) : resolve(answer)),
      );
    });
  expect(await check()).toMatchObject({ status: 'SERVING' });
  service.setServing(false);
  expect(await check()).toMatchObject({ status: 'NOT_SERVING' });
});
