import { createRequire } from 'node:module';
import { Unavailable } from '@openfashion/contract';
import { Piscina } from 'piscina';
import type { ThreadCall } from './tasks.js';

/** A thread that carries out a table of tasks, one after the other in the order asked. */
export interface Thread<Tasks> {
  /** @throws Unavailable when the thread failed to carry it out */
  call<Method extends keyof Tasks>(
    method: Method,
    ...args: Tasks[Method] extends (...args: infer Args) => unknown ? Args : never
  ): Promise<Tasks[Method] extends (...args: never[]) => infer Result ? Result : never>;
  close(): Promise<void>;
}

/** @param entry subpath of this package that the thread runs; `file` is the database that it opens */
export function startThread<Tasks extends object>(entry: 'reader' | 'writer', file: string): Thread<Tasks> {
  const pool = new Piscina<ThreadCall<Tasks>, never>({
    filename: createRequire(import.meta.url).resolve(`@openfashion/catalog/embedded/${entry}`),
    workerData: file,
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: Number.POSITIVE_INFINITY,
    // Flags of the process, such as a test runner's, are not the thread's.
    execArgv: [],
  });
  // Whoever asked is told by the rejection of the call.
  pool.on('error', () => {});
  return {
    async call(method, ...args) {
      try {
        return await pool.run({ method, args });
      } catch (cause) {
        throw new Unavailable(`the catalogue could not ${String(method)}`, { cause });
      }
    },
    close: () => pool.close(),
  };
}
