import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { MemoryCollection, type WrittenPoint } from './collection.js';
import type { Filter } from './filter.js';

/** What stands in for a Qdrant server where there is none. */
export interface QdrantInMemory extends AsyncDisposable {
  readonly url: string;
}

interface Upsert {
  readonly points: readonly WrittenPoint[];
  readonly update_filter?: Filter;
}

/** Told to the client in place of an answer. */
class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const completed = { operation_id: 0, status: 'completed' };
type Answer = (collection: MemoryCollection, body: never) => unknown;

/** What is asked of a collection that is there, by method and the rest of the path. */
const answers: Readonly<Record<string, Answer>> = {
  'GET ': (collection) => collection.info,
  'PATCH ': (collection, body: object) => collection.update({ ...body }),
  'PUT /index': (collection, body: { field_name: string; field_schema: unknown }) => {
    collection.index(body.field_name, body.field_schema);
    return completed;
  },
  'POST /points': (collection, body: { ids: string[]; with_payload?: boolean }) => collection.get(body.ids, body),
  'PUT /points': (collection, body: Upsert) => {
    collection.upsert(body.points, body.update_filter);
    return completed;
  },
  'POST /points/batch': (collection, { operations }: { operations: { upsert: Upsert }[] }) =>
    operations.map(({ upsert }) => {
      collection.upsert(upsert.points, upsert.update_filter);
      return completed;
    }),
  'POST /points/delete': (collection, body: object) => {
    collection.delete(body);
    return completed;
  },
  'POST /points/scroll': (collection, body: object) => collection.scroll(body),
  'POST /points/count': (collection, { filter }: { filter?: Filter }) => ({ count: collection.count(filter) }),
  'POST /points/query/batch': (collection, { searches }: { searches: { query?: number[] }[] }) =>
    searches.map((search) => collection.query(search)),
};

/**
 * The requests that the catalogue makes of Qdrant, answered from this process's memory: it passes the catalogue's suite
 * (test/qdrant/in-memory.test.ts). It keeps nothing and never fails: what the product does when Qdrant does is shown on real ones.
 */
export async function startQdrantInMemory(): Promise<QdrantInMemory> {
  const collections = new Map<string, MemoryCollection>();
  const answer = async (req: IncomingMessage) => {
    const { pathname } = new URL(req.url ?? '', 'http://qdrant');
    const body = req.method === 'GET' ? {} : await json(req);
    if (pathname === '/') return { title: 'in memory', version: '1.18.3' };
    if (pathname === '/collections') {
      return { result: { collections: [...collections.keys()].map((name) => ({ name })) } };
    }
    const [, name = '', rest = ''] = /^\/collections\/([^/]+)(.*)$/.exec(pathname) ?? [];
    const collection = collections.get(name);
    if (req.method === 'PUT' && rest === '') {
      if (collection) throw new Refused(409, `${name} is there already`);
      collections.set(name, new MemoryCollection(body as object as Record<string, unknown>));
      return { result: true };
    }
    if (collection === undefined) throw new Refused(404, `there is no ${name}`);
    const known = answers[`${req.method} ${rest}`];
    if (known === undefined) throw new Refused(400, `${req.method} ${pathname} is not known here`);
    return { result: known(collection, body as never) ?? true };
  };
  const server = createServer(async (req, res) => {
    const reply = (status: number, body: object) =>
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'ok', ...body }));
    try {
      reply(200, await answer(req));
    } catch (error) {
      const status = error instanceof Refused ? error.status : 500;
      reply(status, { status: { error: String(error) } });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
