import { DeadlineExceeded, type Milliseconds, PortFailure } from '@openfashion/contract';
import type { Call } from '@openfashion/inference';
import { surroundings } from '../profiles.js';
import type { VirtualClock } from '../time/virtual-clock.js';
import type { Workload } from './deployment.js';
import type { ModelClient } from './model-service.js';

export type Outcome = 'answered' | 'refused' | 'late';

export interface GatewayPodOptions {
  readonly clock: VirtualClock;
  readonly detector: ModelClient;
  readonly embedder: ModelClient;
  readonly tagger: ModelClient;
  /** Share of this pod's processors that searches by product id take at this moment. */
  readonly takenById: () => number;
}

const processors = Math.ceil(surroundings.gatewayCores);
/** Of one processor: a gateway may be given a part of one. */
const speed = surroundings.gatewayCores / processors;
const picture = [new Uint8Array(1)];
/** However many searches by id come, some time is left for the rest: they are taken in turn. */
const mostTaken = 0.95;

/** A gateway: decodes pictures on its processors, asks models with one deadline, looks into the catalogue. */
export class GatewayPod implements Workload {
  /** Processor time for pictures so far. */
  cpu: Milliseconds = 0;
  inFlight = 0;
  readonly #options: GatewayPodOptions;
  /** When each processor is free. */
  readonly #free: Milliseconds[] = new Array<Milliseconds>(processors).fill(0);
  #idle: (() => void) | undefined;

  constructor(options: GatewayPodOptions) {
    this.#options = options;
  }

  /** A search by picture: where its items are, and the vector of the largest. */
  look(): Promise<Outcome> {
    const { detector, embedder } = this.#options;
    return this.#answer(detector, embedder);
  }

  /** What a picture shows: its items, and the labels of the largest. */
  tag(): Promise<Outcome> {
    const { detector, tagger } = this.#options;
    return this.#answer(detector, tagger);
  }

  async drain(): Promise<void> {
    if (this.inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    this.kill();
  }

  kill(): void {
    const { detector, embedder, tagger } = this.#options;
    for (const client of [detector, embedder, tagger]) client.close();
  }

  async #answer(first: ModelClient, second: ModelClient): Promise<Outcome> {
    const { clock } = this.#options;
    this.inFlight += 1;
    try {
      const { signal } = new AbortController();
      const call: Call = { lane: 'interactive', deadline: clock.now() + surroundings.timeout, signal };
      await this.#decode();
      const left = call.deadline - clock.now();
      const firstDeadline = clock.now() + (1 - surroundings.secondShare) * left;
      await first.model.run(picture, { ...call, deadline: firstDeadline });
      await second.model.run(picture, call);
      await clock.sleep(surroundings.search);
      return 'answered';
    } catch (error) {
      if (!(error instanceof PortFailure)) throw error;
      return error instanceof DeadlineExceeded ? 'late' : 'refused';
    } finally {
      this.inFlight -= 1;
      if (this.inFlight === 0) this.#idle?.();
    }
  }

  async #decode(): Promise<void> {
    const { clock, takenById } = this.#options;
    const processor = this.#free.indexOf(Math.min(...this.#free));
    const takes = surroundings.lookCpu / speed / (1 - Math.min(mostTaken, takenById()));
    const end = Math.max(clock.now(), this.#free[processor] ?? 0) + takes;
    this.#free[processor] = end;
    this.cpu += surroundings.lookCpu;
    await clock.sleep(end - clock.now());
  }
}
