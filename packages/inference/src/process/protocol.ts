import type { Bytes, Milliseconds } from '@openfashion/contract';
import type { ExecutionProvider } from '../manifest.js';
import type { Model } from '../read-model.js';
import type { Output } from '../tasks/model-runner.js';

export type { ExecutionProvider } from '../manifest.js';

/** What a model process may take of a GPU. */
export interface Gpu {
  /** Number of the GPU among those that the process sees. */
  readonly device: number;
  /** Bound on the arena from which the runtime takes a model's memory on the GPU; absent: none. */
  readonly memory?: Bytes;
}

/** What a model process is told at its start. */
export interface LoadRequest {
  readonly kind: 'load';
  readonly model: Model;
  readonly provider: ExecutionProvider;
  /** Threads of one run. */
  readonly threads: number;
  /** Not looked at on a CPU. */
  readonly gpu?: Gpu;
  /** Batch sizes to run before anyone waits for them, ascending. */
  readonly warm: readonly number[];
}

/** One batch: the bytes of its `size` inputs come one after the other through the input pipe. */
export interface RunRequest {
  readonly kind: 'run';
  readonly size: number;
}

/**
 * File descriptor of the pipe for inputs in a model process. Messages are structured clones, which cost the sender several
 * copies; a pipe costs it one.
 */
export const inputPipe = 4;

export type Request = LoadRequest | RunRequest;

/** The one answer to a request. */
export type Reply =
  /** `times`: how long a batch of each warmed size took. */
  | { readonly kind: 'loaded'; readonly times: Readonly<Record<number, Milliseconds>> }
  | { readonly kind: 'ran'; readonly outputs: readonly Output[] }
  | { readonly kind: 'failed'; readonly message: string };
