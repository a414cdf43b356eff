import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContractError, Unavailable } from '@openfashion/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectTransfers } from './connect-streams.js';
import type { Operator } from './port.js';
import { type OperatorServer, serveOperator } from './serve.js';
import type { ImportState, Transfers } from './transfers.js';

const never = new AbortController().signal;
const state = (added: number, phase: ImportState['phase'] = 'writing'): ImportState => ({
  phase,
  added,
  kept: 0,
  removed: 0,
  announced: 9,
});

let folder: string;
let socketPath: string;
let server: OperatorServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openfashion-transfers-'));
  socketPath = join(folder, 'operator.sock');
});
afterEach(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

/** What a server's transfers do, as its operator sees it. */
async function served(transfers: Partial<Transfers>): Promise<Transfers> {
  const missing = () => {
    throw new Error('not in this test');
  };
  const whole = { exportService: missing, importService: missing, ...transfers };
  server = await serveOperator({ socketPath, operator: {} as Operator, transfers: whole });
  return connectTransfers(socketPath);
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function* pieces(count: number, bytes = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < count; at++) yield Buffer.alloc(bytes, at % 256);
}

/** Something that a test waits for. */
function event<Value = void>() {
  let happen: (value: Value) => void = () => {};
  const happened = new Promise<Value>((resolve) => {
    happen = resolve;
  });
  return { happened, happen: (value: Value) => happen(value) };
}

const sum = (parts: readonly Uint8Array[]) => parts.reduce((bytes, { length }) => bytes + length, 0);

describe('an export over the socket', () => {
  test('arrives whole, and waits for a reader that is slow', async () => {
    let made = 0;
    const { exportService } = await served({
      async *exportService(appKey, serviceName) {
        expect([appKey, serviceName]).toEqual(['key', '가게']);
        for await (const piece of pieces(200)) {
          made += 1;
          yield piece;
        }
      },
    });
    const reading = exportService('key', '가게', never)[Symbol.asyncIterator]();
    let bytes = (await reading.next()).value.length;
    const first = made;
    expect(first).toBeLessThan(100);
    for (let next = await reading.next(); !next.done; next = await reading.next()) bytes += next.value.length;
    expect({ bytes, made }).toEqual({ bytes: 200 * 65_536, made: 200 });
  });

  test('that fails before or after its first piece is refused with what was thrown', async () => {
    const { exportService } = await served({
      async *exportService(appKey) {
        if (appKey === 'late') yield* pieces(3);
        throw new ContractError('NotExistService', 'serviceName: no service 없음');
      },
    });
    for (const appKey of ['early', 'late']) {
      const received: Uint8Array[] = [];
      const read = async () => {
        for await (const piece of exportService(appKey, 'shop', never)) received.push(piece);
      };
      const error = await read().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ContractError);
      expect(error).toMatchObject({ result: 'NotExistService', detail: expect.stringContaining('없음') });
      expect(sum(received)).toBe(appKey === 'late' ? 3 * 65_536 : 0);
    }
  });

  test('ends on the server when its reader leaves', async () => {
    const left = event();
    const { exportService } = await served({
      async *exportService(_appKey, _serviceName, signal) {
        signal.addEventListener('abort', () => left.happen());
        yield* pieces(100_000);
      },
    });
    for await (const _piece of exportService('key', 'shop', never)) break;
    await left.happened;
  });

  test('is cut off when the server stops, and its reader is told', async () => {
    const { exportService } = await served({
      async *exportService() {
        yield* pieces(100_000);
      },
    });
    const reading = all(exportService('key', 'shop', never));
    const closing = server?.close();
    await expect(reading).rejects.toBeInstanceOf(Unavailable);
    await closing;
  }, 15_000);
});

describe('an import over the socket', () => {
  test('takes a file of any length, and says how far it has come while the file is still coming', async () => {
    const { importService } = await served({
      async *importService(appKey, serviceName, file, { create }) {
        expect([appKey, serviceName, create]).toEqual(['key', 'shop', true]);
        let added = 0;
        yield state(0, 'waiting');
        for await (const piece of file) added += piece.length;
        yield state(added, 'done');
      },
    });
    const begun = event();
    const file = async function* () {
      yield* pieces(1);
      // The rest comes only when the answer has begun.
      await begun.happened;
      yield* pieces(800);
    };
    const states: ImportState[] = [];
    for await (const one of importService('key', 'shop', file(), { create: true, signal: never })) {
      states.push(one);
      begun.happen();
    }
    expect(states).toEqual([state(0, 'waiting'), state(801 * 65_536, 'done')]);
  });

  test('that is refused is told so, however much of the file is still to come', async () => {
    const { importService } = await served({
      async *importService(_appKey, _serviceName, file) {
        for await (const _piece of file) throw new ContractError('NotExistService', 'serviceName: no service shop');
        yield state(0);
      },
    });
    for (let round = 0; round < 5; round++) {
      let sent = 0;
      const file = async function* () {
        for await (const piece of pieces(20_000)) {
          sent += 1;
          yield piece;
        }
      };
      const importing = all(importService('key', 'shop', file(), { create: false, signal: never }));
      await expect(importing).rejects.toMatchObject({ result: 'NotExistService' });
      // What the socket and the two sides hold, and no more.
      expect(sent).toBeLessThan(100);
    }
  });

  test('ends on the server when the caller stops', async () => {
    const ended = event<unknown>();
    const { importService } = await served({
      async *importService(_appKey, _serviceName, file) {
        try {
          for await (const _piece of file) yield state(1);
        } catch (error) {
          ended.happen(error);
          throw error;
        }
      },
    });
    const stop = new AbortController();
    const file = async function* () {
      yield* pieces(1);
      await once(stop.signal, 'abort');
    };
    const importing = async () => {
      for await (const _state of importService('key', 'shop', file(), { create: false, signal: stop.signal }))
        stop.abort();
    };
    await expect(importing()).rejects.toThrow();
    expect(await ended.happened).toBeInstanceOf(Error);
  });

  test('is over before the server has closed: its stores may be closed next', async () => {
    let over = false;
    const { importService } = await served({
      async *importService(_appKey, _serviceName, _file, { signal }) {
        yield state(0, 'waiting');
        await once(signal, 'abort');
        await new Promise((resolve) => setTimeout(resolve, 100));
        over = true;
        throw signal.reason;
      },
    });
    const importing = async () => {
      for await (const _state of importService('key', 'shop', pieces(1), { create: false, signal: never })) {
        await server?.close();
        expect(over).toBe(true);
      }
    };
    await expect(importing()).rejects.toThrow('the server stops');
  });
});

describe('a caller that speaks otherwise is told so:', () => {
  test.each([
    ['no input', undefined],
    ['an input that is not JSON', 'shop'],
    ['an input of another type', encodeURIComponent('{"appKey":7}')],
    ['a broken escape', '%E0%A4%A'],
  ])('%s', async (_, header) => {
    await served({});
    const req = request({
      socketPath,
      path: '/export-service',
      method: 'POST',
      headers: header ? { 'openfashion-input': header } : {},
    });
    req.end();
    const [res] = await once(req, 'response');
    res.setEncoding('utf8');
    expect(res.statusCode).toBe(400);
    expect(JSON.parse((await all<string>(res)).join(''))).toMatchObject({ error: { name: 'InvalidInput' } });
  });

  test('a server without transfers knows no such call', async () => {
    server = await serveOperator({ socketPath, operator: {} as Operator });
    const reading = all(connectTransfers(socketPath).exportService('key', 'shop', never));
    await expect(reading).rejects.toThrow('the server knows no POST /export-service');
  });

  test('a body that is never finished does not keep the server from closing', async () => {
    await served({
      async *importService(_appKey, _serviceName, file) {
        for await (const _piece of file) yield state(1);
      },
    });
    const input = encodeURIComponent(JSON.stringify({ appKey: 'key', serviceName: 'shop', create: false }));
    const socket = connect(socketPath);
    socket.write(
      `POST /import-service HTTP/1.1\r\nHost: operator\r\nopenfashion-input: ${input}\r\nContent-Length: 99\r\n\r\nx`,
    );
    await once(socket, 'data');
    const closed = once(socket, 'close');
    await server?.close();
    await closed;
  }, 15_000);
});
