import type { Client, MethodDefinition } from '@grpc/grpc-js';
import { Overloaded } from '@openfashion/contract';
import type { Manifest, Task } from '../../manifest.js';
import type { Call } from '../../port.js';
import { taskNames } from '../../tasks/index.js';
import type { ModelRunner, Output } from '../../tasks/model-runner.js';
import { methodOf } from '../definitions.js';
import { picturesPerMessage } from '../limits.js';
import type { AnyRequest, Wire } from '../wire/wire.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import { isLost, portFailure } from './failures.js';
import { attempt } from './unary.js';

/** Inputs of one lane that may be on their way from this process: as many as one service lets wait. */
const capacity = 128;

/** A model behind a gRPC service. */
export class RemoteModel<Of extends Task, Request extends AnyRequest, Response extends object> implements ModelRunner {
  readonly #manifest: Manifest<Of>;
  readonly #wire: Wire<Of, Request, Response>;
  readonly #method: MethodDefinition<Request, Response>;
  readonly #client: Client;
  readonly #breaker: CircuitBreaker;
  readonly #perMessage: number;
  readonly #onTheirWay: Record<Call['lane'], number> = { interactive: 0, indexing: 0 };

  constructor(manifest: Manifest<Of>, wire: Wire<Of, Request, Response>, client: Client, breaker: CircuitBreaker) {
    this.#manifest = manifest;
    this.#wire = wire;
    this.#method = methodOf(manifest.task);
    this.#client = client;
    this.#breaker = breaker;
    this.#perMessage = picturesPerMessage(manifest.input.width * manifest.input.height * 3);
  }

  free(lane: Call['lane']): number {
    return capacity - this.#onTheirWay[lane];
  }

  /** Inputs that need several messages are asked for in several calls at once. */
  async run(inputs: readonly Uint8Array[], call: Call): Promise<readonly Output[]> {
    call.signal.throwIfAborted();
    if (inputs.length > this.free(call.lane)) {
      throw new Overloaded(`${capacity - this.free(call.lane)} inputs are on their way to the model already`);
    }
    this.#onTheirWay[call.lane] += inputs.length;
    try {
      return await this.#breaker.call(() => this.#inMessages(inputs, call));
    } finally {
      this.#onTheirWay[call.lane] -= inputs.length;
    }
  }

  async #inMessages(inputs: readonly Uint8Array[], call: Call): Promise<Output[]> {
    const given = new AbortController();
    const together = { ...call, signal: AbortSignal.any([call.signal, given.signal]) };
    const starts = Array.from({ length: Math.ceil(inputs.length / this.#perMessage) }, (_, index) => index);
    const parts = starts.map((start) => inputs.slice(start * this.#perMessage, (start + 1) * this.#perMessage));
    try {
      return (await Promise.all(parts.map((part) => this.#ask(part, together)))).flat();
    } catch (error) {
      given.abort(error);
      throw error;
    }
  }

  async #ask(inputs: readonly Uint8Array[], call: Call): Promise<Output[]> {
    const request = this.#wire.request(this.#manifest, inputs);
    const response = await this.#withRetry(request, call);
    const outputs = this.#wire.outputs(this.#manifest, response);
    if (outputs.length !== inputs.length) {
      throw new Error(`the ${taskNames[this.#manifest.task]} answered ${outputs.length} of ${inputs.length} inputs`);
    }
    return outputs;
  }

  /** Asking twice changes nothing: a call that met a replica that is gone is tried once more on another. */
  async #withRetry(request: Request, call: Call): Promise<Response> {
    const ask = (avoid?: string) => attempt(this.#client, this.#method, request, call, avoid);
    const first = await ask();
    if (first.error === undefined) return first.response;
    call.signal.throwIfAborted();
    const last = isLost(first.error) ? await ask(first.peer) : first;
    if (last.error === undefined) return last.response;
    call.signal.throwIfAborted();
    throw portFailure(taskNames[this.#manifest.task], last.error);
  }
}
