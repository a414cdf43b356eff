import { childOf, DeadlineExceeded, Overloaded, type PortFailure, Unavailable } from '@openfashion/contract';
import { type Clock, pause, systemClock } from '../../clock.js';
import type { Manifest, Task } from '../../manifest.js';
import type { Call } from '../../port.js';
import { laneCapacity } from '../../queue/queued-model.js';
import { taskNames } from '../../tasks/index.js';
import type { ModelRunner, Output, Urgency } from '../../tasks/model-runner.js';
import { picturesPerMessage } from '../limits.js';
import { type RequestOf, type ResponseOf, type WireOf, wires } from '../wire/index.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { isLost, portFailure } from './failures.js';
import type { Transport } from './transport.js';
import type { Attempt } from './unary.js';

/** When calls begin to fail at once, and how it is found out that they need not. */
const breaking = { failures: 5, silence: 1_000, every: 500 };
/** What a service that serves takes to say so. */
const probeTimeout = 1_000;
/** Before the retry, and before the one after it. */
const retryWaits = [0, 500];
/** Probes in a row without an answer after which the connections themselves are given up. */
const probesOfAChannel = 4;

export interface RemoteModelOptions {
  /** Told when the service does not answer any more, and when it does again. */
  readonly onChange?: (reachable: boolean) => void;
  readonly clock?: Clock;
}

/** A model behind a gRPC service. */
export class RemoteModel<Of extends Task> implements ModelRunner {
  readonly #manifest: Manifest<Of>;
  readonly #wire: WireOf<Of>;
  readonly #transport: Transport<Of>;
  readonly #clock: Clock;
  readonly #breaker: CircuitBreaker;
  readonly #perMessage: number;
  readonly #name: string;
  /** As many as one service lets wait may be on their way from this process. */
  readonly #onTheirWay: Record<Call['lane'], number> = { interactive: 0, indexing: 0 };
  #unansweredProbes = 0;

  constructor(
    task: Of,
    manifest: Manifest<Of>,
    transport: Transport<Of>,
    { onChange, clock = systemClock }: RemoteModelOptions = {},
  ) {
    this.#manifest = manifest;
    this.#wire = wires[task];
    this.#transport = transport;
    this.#clock = clock;
    this.#name = taskNames[task];
    this.#perMessage = picturesPerMessage(manifest.input.width * manifest.input.height * 3);
    this.#breaker = new CircuitBreaker({
      ...breaking,
      name: this.#name,
      probe: () => this.#probe(),
      onChange: (open) => onChange?.(!open),
      clock,
    });
  }

  refusal({ lane, deadline }: Urgency, inputs: number): PortFailure | undefined {
    if (deadline <= this.#clock.now()) return new DeadlineExceeded('the deadline passed before the model was asked');
    if (inputs <= laneCapacity - this.#onTheirWay[lane]) return this.#breaker.refusal;
    return new Overloaded(`${this.#onTheirWay[lane]} ${lane} inputs are on their way to the ${this.#name} already`);
  }

  /** Inputs that need several messages are asked for in several calls at once. */
  async run(inputs: readonly Uint8Array[], call: Call): Promise<readonly Output[]> {
    call.signal.throwIfAborted();
    const refusal = this.refusal(call, inputs.length);
    if (refusal) throw refusal;
    this.#onTheirWay[call.lane] += inputs.length;
    try {
      return await this.#breaker.call(() => this.#inMessages(inputs, call));
    } finally {
      this.#onTheirWay[call.lane] -= inputs.length;
    }
  }

  /** Ask whether the service would serve. @throws what a call would fail with, unless the service is only busy */
  async check(): Promise<void> {
    const { signal } = new AbortController();
    const call: Call = { lane: 'interactive', deadline: this.#clock.now() + probeTimeout, signal };
    try {
      await this.#ask([], call);
    } catch (error) {
      if (!(error instanceof Overloaded)) throw error;
    }
  }

  close(): void {
    this.#breaker.close();
    this.#transport.close();
  }

  async #probe(): Promise<void> {
    try {
      await this.check();
      this.#unansweredProbes = 0;
    } catch (error) {
      this.#unansweredProbes += 1;
      if (this.#unansweredProbes % probesOfAChannel === 0) this.#transport.renew();
      throw error;
    }
  }

  async #inMessages(inputs: readonly Uint8Array[], call: Call): Promise<Output[]> {
    const starts = Array.from({ length: Math.ceil(inputs.length / this.#perMessage) }, (_, index) => index);
    const parts = starts.map((start) => inputs.slice(start * this.#perMessage, (start + 1) * this.#perMessage));
    const together = childOf(call.signal);
    try {
      return (await Promise.all(parts.map((part) => this.#ask(part, { ...call, signal: together.signal })))).flat();
    } catch (error) {
      together.abort(error);
      throw error;
    } finally {
      together.unlink();
    }
  }

  async #ask(inputs: readonly Uint8Array[], call: Call): Promise<Output[]> {
    const request = this.#wire.request(this.#manifest, inputs);
    const response = await this.#withRetry(request, call);
    try {
      const outputs = this.#wire.outputs(this.#manifest, response);
      if (outputs.length === inputs.length) return outputs;
      throw new Error(`it answered ${outputs.length} of ${inputs.length} inputs`);
    } catch (cause) {
      // Whoever answers such things is not the service that is meant; the caller's picture is not to blame.
      throw new Unavailable(`the ${this.#name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  }

  /**
   * Asking twice changes nothing: a call that met a replica that is gone is tried once more on another. Where that one is gone too,
   * as when several are asked to stop at once, or only the same one was to be had, the others may be about to be connected again, as
   * they are whenever a connection's time is over: it is tried once more a moment later.
   */
  async #withRetry(request: RequestOf<Of>, call: Call): Promise<ResponseOf<Of>> {
    const ask = (avoid?: string): Promise<Attempt<ResponseOf<Of>>> => this.#transport.attempt(request, call, avoid);
    let last = await ask();
    for (const wait of retryWaits) {
      if (last.error === undefined || !isLost(last.error)) break;
      await pause(this.#clock, wait, call.signal);
      last = await ask(last.peer);
    }
    if (last.error === undefined) return last.response;
    call.signal.throwIfAborted();
    throw portFailure(this.#name, last.error);
  }
}
