import type { Backplane, WorkQueue } from '@openfashion/backplane';
import type { Catalog } from '@openfashion/catalog';

/** Runs around each write of a store: it makes the write, or does not. */
export type Around = (write: () => Promise<unknown>, name: string, args: readonly unknown[]) => Promise<unknown>;

const writes = ['create', 'update', 'delete', 'publish', 'put', 'apply', 'drop', 'clear', 'forgetRemovals'];

/** The same stores, with something around each write and around each word that a chunk is worked on. */
export function around<Stores extends { backplane: Backplane; catalog: Catalog }>(
  { backplane, catalog }: Stores,
  each: Around,
): Pick<Stores, 'backplane' | 'catalog'> {
  const wrapped = <Port extends object>(port: Port, name: string): Port =>
    new Proxy(port, {
      get(target, key) {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function') return member;
        if (typeof key !== 'string' || !writes.includes(key)) return member.bind(target);
        return (...args: unknown[]) => each(() => member.apply(target, args), `${name}.${key}`, args);
      },
    });
  return {
    catalog: wrapped(catalog, 'catalog'),
    backplane: {
      ping: () => backplane.ping(),
      close: () => backplane.close(),
      keyValue: (bucket) => wrapped(backplane.keyValue(bucket), bucket),
      workQueue: (name) => wrapped(telling(backplane.workQueue(name), each), name),
      objectStore: (bucket) => wrapped(backplane.objectStore(bucket), bucket),
    },
  };
}

const telling = (queue: WorkQueue, each: Around): WorkQueue => ({
  publish: (id, data) => queue.publish(id, data),
  size: () => queue.size(),
  deadLetters: () => queue.deadLetters(),
  removeDeadLetter: (id) => queue.removeDeadLetter(id),
  consume: (handler, options) =>
    queue.consume(
      (message) =>
        handler({
          ...message,
          working: async () => {
            await each(() => message.working(), 'working', []);
          },
        }),
      options,
    ),
});
