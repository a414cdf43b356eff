import { parentPort } from 'node:worker_threads';

/** What a thread is sent: a call of one of its tasks, or the wish that it ends. */
export type Request = { readonly id: number; readonly method: string; readonly args: readonly unknown[] } | 'close';

export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: Error;
}

/** Carry out, in the thread this is called in, the tasks that are asked for, until asked to close. */
export function serve(tasks: object, close: () => void): void {
  const port = parentPort;
  if (port === null) throw new Error('this runs in a thread of its own');
  port.on('message', (request: Request) => {
    if (request === 'close') {
      close();
      port.close();
      return;
    }
    const { id, method, args } = request;
    try {
      const task: unknown = tasks[method as keyof typeof tasks];
      if (typeof task !== 'function') throw new Error('there is no such task');
      const result: unknown = task(...args);
      port.postMessage({ id, result } satisfies Reply);
    } catch (error) {
      port.postMessage({ id, error: toError(error) } satisfies Reply);
    }
  });
}

/** An error that can cross to another thread: libsql's only look like errors, and would arrive empty. */
export function toError(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(String(thrown));
  const error = new Error(thrown.message);
  if (thrown.stack !== undefined) error.stack = thrown.stack;
  return error;
}
