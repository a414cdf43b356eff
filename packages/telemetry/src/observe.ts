import { performance } from 'node:perf_hooks';

/**
 * The same object, each promise-returning method of which reports how long it took.
 * @param record called with the method's name and seconds, also when the call failed
 */
export function observeCalls<Port extends object>(port: Port, record: (method: string, seconds: number) => void): Port {
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function' || typeof key !== 'string') return member;
      return (...args: unknown[]) => {
        const start = performance.now();
        const result: unknown = member.apply(target, args);
        if (!(result instanceof Promise)) return result;
        return result.finally(() => record(key, (performance.now() - start) / 1000));
      };
    },
  });
}
