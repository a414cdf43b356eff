import { performance } from 'node:perf_hooks';

/** Told how one call ended. @param error what it failed with */
export type RecordCall = (method: string, seconds: number, error?: unknown) => void;

/**
 * The same object, each promise-returning method of which reports how long it took.
 */
export function observeCalls<Port extends object>(port: Port, record: RecordCall): Port {
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function' || typeof key !== 'string') return member;
      return (...args: unknown[]) => {
        const start = performance.now();
        const result: unknown = member.apply(target, args);
        if (!(result instanceof Promise)) return result;
        const took = () => (performance.now() - start) / 1000;
        return result.then(
          (value: unknown) => {
            record(key, took());
            return value;
          },
          (error: unknown) => {
            record(key, took(), error);
            throw error;
          },
        );
      };
    },
  });
}
