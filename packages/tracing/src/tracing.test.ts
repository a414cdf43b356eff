import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { beforeEach, expect, test } from 'vitest';
import { startTracing } from './export/index.js';
import { currentTraceparent, failSpan, httpDownload, inSpan, recordSpan, rpcCall, spanCalls } from './index.js';

const caller = (flags: string) => `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-${flags}`;
const work = rpcCall('/openfashion.v1.TaggerService/Tag');
const exporter = new InMemorySpanExporter();
beforeEach(() => exporter.reset());

test('while nothing is traced work is done as it is, and there is nothing to send on', async () => {
  const done = await inSpan(work, { kind: 'server', caller: caller('01') }, async () => {
    recordSpan('decode', 3);
    failSpan('UNAVAILABLE');
    return currentTraceparent();
  });
  expect(done).toBeUndefined();
  startTracing(new SimpleSpanProcessor(exporter), { process: 'test', ratio: 0 });
  expect(exporter.getFinishedSpans()).toEqual([]);
});

const spans = () =>
  exporter.getFinishedSpans().map((span) => ({
    name: span.name,
    trace: span.spanContext().traceId,
    id: span.spanContext().spanId,
    parent: span.parentSpanContext?.spanId,
    links: span.links.map(({ context }) => context.spanId),
    attributes: span.attributes,
  }));

test('what is done in a span is below it, and what is sent on is the span that it is in', async () => {
  let sent: string | undefined;
  await inSpan({ name: 'outer', attributes: {} }, { kind: 'server', caller: caller('01') }, () =>
    inSpan(work, { kind: 'client' }, async () => {
      sent = currentTraceparent();
      recordSpan('decode', 3);
    }),
  );
  const [decode, inner, outer] = spans();
  expect(outer).toMatchObject({ trace: '0af7651916cd43dd8448eb211c80319c', parent: 'b7ad6b7169203331' });
  expect(inner).toMatchObject({ name: 'openfashion.v1.TaggerService/Tag', parent: outer?.id });
  expect(inner?.attributes).toEqual({ 'rpc.system.name': 'grpc', 'rpc.method': 'openfashion.v1.TaggerService/Tag' });
  expect(decode).toMatchObject({ name: 'decode', parent: inner?.id });
  expect(sent).toBe(`00-${inner?.trace}-${inner?.id}-01`);
});

test('a caller’s decision stands, and what nobody decided is kept as often as asked', async () => {
  await inSpan(work, { kind: 'server', caller: caller('00') }, async () => {});
  await inSpan(work, { kind: 'server' }, async () => {});
  await inSpan(work, { kind: 'server', caller: 'nonsense' }, async () => {});
  expect(spans()).toEqual([]);
});

test('a call on nobody’s behalf, such as a check, begins no trace', async () => {
  await inSpan(work, { kind: 'client' }, async () => recordSpan('decode', 3));
  expect(spans()).toEqual([]);
  await inSpan({ name: 'outer', attributes: {} }, { kind: 'consumer', cause: caller('01') }, () =>
    inSpan(work, { kind: 'client' }, async () => {}),
  );
  expect(spans().map(({ name }) => name)).toEqual([work.name, 'outer']);
});

test('work that was caused long ago is a trace of its own, linked to its cause and kept as that was', async () => {
  await inSpan(work, { kind: 'consumer', cause: caller('01') }, async () => {});
  await inSpan(work, { kind: 'consumer', cause: caller('00') }, async () => {});
  await inSpan(work, { kind: 'consumer' }, async () => {});
  expect(spans()).toMatchObject([{ parent: undefined, links: ['b7ad6b7169203331'] }]);
  expect(spans()[0]?.trace).not.toBe('0af7651916cd43dd8448eb211c80319c');
});

test('an error is thrown on; the span has its name, not its text', async () => {
  const failing = async () => {
    throw new RangeError('https://shop.example/?token=sesame');
  };
  const span = inSpan(work, { kind: 'server', caller: caller('01') }, failing);
  await expect(span).rejects.toThrow('sesame');
  expect(spans()[0]?.attributes).toMatchObject({ 'error.type': 'RangeError' });
  expect(JSON.stringify(exporter.getFinishedSpans().map(({ status, events }) => [status, events]))).not.toContain(
    'sesame',
  );
});

test('of a picture’s address a span has the host alone', () => {
  const { attributes } = httpDownload('https://user:pass@shop.example:8443/private/1.jpg?token=sesame');
  expect(attributes).toEqual({ 'http.request.method': 'GET', 'server.address': 'shop.example' });
  expect(httpDownload('no address').attributes).toEqual({ 'http.request.method': 'GET' });
});

test('calls to the outside are spans, the others are as they were', async () => {
  class Store {
    readonly #value = 7;
    async get(add: number) {
      return this.#value + add;
    }
    names() {
      return [this.#value];
    }
  }
  const store = spanCalls(new Store(), (method) => (method === 'get' ? { name: 'get', attributes: {} } : undefined));
  const got = await inSpan(work, { kind: 'server', caller: caller('01') }, async () => [
    await store.get(1),
    store.names(),
  ]);
  expect(got).toEqual([8, [7]]);
  expect(spans().map(({ name }) => name)).toEqual(['get', work.name]);
});
