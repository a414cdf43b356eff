import type { SpanDescription } from './conventions.js';
import { inSpan } from './spans.js';

/** What a call's span is called and says; undefined: the call has none. */
export type DescribeCall = (method: string, args: readonly unknown[]) => SpanDescription | undefined;

/** The same object, calls of which to the outside are spans. Described are only methods that answer a promise. */
export function spanCalls<Port extends object>(port: Port, describe: DescribeCall): Port {
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function' || typeof key !== 'string') return member;
      return (...args: unknown[]) => {
        const call = describe(key, args);
        if (call === undefined) return member.apply(target, args);
        return inSpan(call, { kind: 'client' }, () => member.apply(target, args));
      };
    },
  });
}
