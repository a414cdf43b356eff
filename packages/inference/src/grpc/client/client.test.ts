import { createServer, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { DeadlineExceeded, Overloaded, PortFailure, Unavailable } from '@openfashion/contract';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Call, Embedder, Served } from '../../port.js';
import { ManualModel } from '../../suite/manual-model.js';
import { type ModelService, serveModel } from '../server/index.js';
import { openRemote } from './index.js';

/** A busy machine is slow, which is no failure. */
const until = (assertion: () => unknown) => vi.waitFor(assertion, { timeout: 15_000 });

const modelsDir = fileURLToPath(new URL('../../../../../models', import.meta.url));
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

interface Replica {
  readonly manual: ManualModel;
  readonly service: ModelService;
}

async function replica(port = 0): Promise<Replica> {
  const manual = await ManualModel.open();
  const service = await serveModel('embed', manual.model, { host: '127.0.0.1', port, connectionAge: 60_000 });
  opened.push(() => service.end());
  return { manual, service };
}

const changes: boolean[] = [];
async function clientOf(...ports: number[]): Promise<Served<Embedder>> {
  changes.length = 0;
  const address = `ipv4:${ports.map((port) => `127.0.0.1:${port}`).join(',')}`;
  const served = await openRemote('embed', { address, modelsDir, onChange: (reachable) => changes.push(reachable) });
  opened.push(() => served.close());
  return served;
}

const call = (more: Partial<Call> = {}): Call => ({
  lane: 'interactive',
  deadline: performance.now() + 20_000,
  signal: new AbortController().signal,
  ...more,
});
const region = {
  picture: { width: 1, height: 1, data: new Uint8Array([5, 5, 5]) },
  box: { x0: 0, y0: 0, x1: 1, y1: 1 },
};
const embed = ({ port }: Served<Embedder>, more: Partial<Call> = {}, count = 1) =>
  port.embed(
    Array.from({ length: count }, () => region),
    call(more),
  );

test('calls go round all replicas', async () => {
  const replicas = await Promise.all([replica(), replica(), replica()]);
  const served = await clientOf(...replicas.map(({ service }) => service.port));
  for (const { manual } of replicas) manual.release();
  await served.check();
  for (let turn = 0; turn < 30; turn++) await embed(served);
  for (const { manual } of replicas) expect(manual.runs.length).toBeGreaterThanOrEqual(8);
});

test('what does not fit one message is asked for in several', async () => {
  const { manual, service } = await replica();
  manual.release();
  const served = await clientOf(service.port);
  expect(await embed(served, {}, 70)).toHaveLength(70);
  expect(manual.runs.flat()).toHaveLength(70);
});

describe('a replica that is UNAVAILABLE', () => {
  test('is left for another, every time, while both stay connected', async () => {
    const [down, up] = [await replica(), await replica()];
    const served = await clientOf(down.service.port, up.service.port);
    up.manual.release();
    await served.check();
    const failing = setInterval(() => down.manual.end(new Unavailable('its model is not running')), 1);
    opened.push(() => clearInterval(failing));
    await Promise.all(Array.from({ length: 60 }, () => embed(served)));
    expect(down.manual.runs.flat().length).toBeGreaterThan(10);
    expect(up.manual.runs.flat()).toHaveLength(60);
  });

  test('and is the only one fails the call after three attempts, the last a moment later', async () => {
    const { manual, service } = await replica();
    const served = await clientOf(service.port);
    const failing = setInterval(() => manual.end(new Unavailable('its model is not running')), 1);
    opened.push(() => clearInterval(failing));
    const error = await embed(served).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Unavailable);
    expect(error).toMatchObject({ message: 'the embedder: its model is not running' });
    expect(manual.runs).toHaveLength(3);
  });
});

test('a refusal is Overloaded, with the hint when to come back, and is not tried again', async () => {
  const { manual, service } = await replica();
  const served = await clientOf(service.port);
  const first = embed(served);
  await until(() => expect(manual.runs).toHaveLength(1));
  manual.end();
  await first;
  const waiting = [embed(served)];
  await until(() => expect(manual.runs).toHaveLength(2));
  const other = await clientOf(service.port);
  waiting.push(embed(served, {}, 127));
  await until(() => expect(manual.model.waiting('interactive')).toBe(127));
  waiting.push(embed(other));
  await until(() => expect(manual.model.waiting('interactive')).toBe(128));
  const error = await embed(other).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Overloaded);
  expect(error).toMatchObject({ retryAfter: expect.any(Number) });
  manual.release();
  await Promise.all(waiting);
  expect(manual.runs.flat()).toHaveLength(130);
});

test('who leaves is left out of the service’s queue; a deadline is the caller’s', async () => {
  const { manual, service } = await replica();
  const served = await clientOf(service.port);
  const first = embed(served);
  await until(() => expect(manual.runs).toHaveLength(1));
  const leaver = new AbortController();
  const left = embed(served, { signal: leaver.signal }, 3);
  await until(() => expect(manual.model.waiting('interactive')).toBe(3));
  leaver.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  await until(() => expect(manual.model.waiting('interactive')).toBe(0));
  const late = embed(served, { deadline: performance.now() + 100 });
  await expect(late).rejects.toBeInstanceOf(DeadlineExceeded);
  await until(() => expect(manual.model.waiting('interactive')).toBe(0));
  manual.end();
  await first;
  expect(manual.runs).toHaveLength(1);
});

describe('a service that does not answer', () => {
  /** Milliseconds; the best of some, since what else this machine does is not the client's. */
  async function quickestFailure(served: Served<Embedder>): Promise<number> {
    const times: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const start = performance.now();
      await expect(embed(served)).rejects.toBeInstanceOf(Unavailable);
      times.push(performance.now() - start);
    }
    return Math.min(...times);
  }

  /** Takes connections and says nothing, as a machine that hangs does. */
  async function silent(): Promise<{ readonly port: number; readonly server: Server }> {
    const server = createServer();
    const taken: Socket[] = [];
    server.on('connection', (socket) => taken.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    opened.push(() => {
      for (const socket of taken) socket.destroy();
      server.close();
    });
    const address = server.address();
    return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
  }

  test('makes calls fail at once after a few, with a hint, and is used again when it serves', async () => {
    const before = await replica();
    const { port } = before.service;
    before.service.end();
    const served = await clientOf(port);
    for (let failure = 0; failure < 5; failure++) await expect(embed(served)).rejects.toBeInstanceOf(Unavailable);
    expect(changes).toEqual([false]);
    expect(await quickestFailure(served)).toBeLessThan(50);
    const error = await embed(served).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'Unavailable', retryAfter: expect.any(Number) });
    await expect(served.check()).rejects.toBeInstanceOf(Unavailable);
    const after = await replica(port);
    after.manual.release();
    const returned = performance.now();
    await until(() => expect(changes).toEqual([false, true]));
    expect(await embed(served)).toHaveLength(1);
    expect(performance.now() - returned).toBeLessThan(5_000);
  });

  test('however it hangs: nobody waits beyond the deadline, later callers not at all; it is used again when it serves', async () => {
    const { port, server } = await silent();
    const served = await clientOf(port);
    const calls = Array.from({ length: 5 }, () => embed(served, { deadline: performance.now() + 1_200 }));
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(PortFailure) });
    }
    expect(await quickestFailure(served)).toBeLessThan(50);
    // The connection that hangs goes on hanging, while another service listens in its place.
    server.close();
    const after = await replica(port);
    after.manual.release();
    await until(() => expect(changes).toEqual([false, true]));
    expect(await embed(served)).toHaveLength(1);
  });

  test('is not taken for one when callers have no time left, or when it is late but answers others', async () => {
    const { manual, service } = await replica();
    const served = await clientOf(service.port);
    for (let call = 0; call < 6; call++) {
      await expect(embed(served, { deadline: performance.now() - 1 })).rejects.toBeInstanceOf(DeadlineExceeded);
    }
    const slow = Array.from({ length: 6 }, () => embed(served, { deadline: performance.now() + 1_200 }));
    const outcomes = Promise.allSettled(slow);
    const busy = setInterval(() => manual.end(), 300);
    opened.push(() => clearInterval(busy));
    const reasons = (await outcomes).flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(reasons.length).toBeGreaterThan(0);
    expect(changes).toEqual([]);
  });
});

test('what is wrong with a service is no fault of the caller’s picture: it can be tried again', async () => {
  const { service } = await replica();
  const other = await clientOf(service.port);
  const tags = await openRemote('tag', { address: `127.0.0.1:${service.port}`, modelsDir });
  opened.push(() => tags.close());
  await expect(tags.port.tag([{ ...region, type: 'DRESS' }], call())).rejects.toMatchObject({
    name: 'Unavailable',
    retryable: true,
    message: expect.stringContaining('the tagger: The server does not implement the method'),
  });
  await expect(tags.check()).rejects.toBeInstanceOf(Unavailable);
  await other.check();
});

test('closing ends the asking, too', async () => {
  const served = await clientOf(1);
  for (let failure = 0; failure < 6; failure++) await expect(embed(served)).rejects.toBeInstanceOf(Unavailable);
  await served.close();
  expect(changes).toEqual([false]);
  await expect(embed(served)).rejects.toMatchObject({ message: 'the client of the embedder was closed' });
});
