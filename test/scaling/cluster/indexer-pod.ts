import { type Milliseconds, PortFailure } from '@openfashion/contract';
import type { Call } from '@openfashion/inference';
import { defaultSettings } from '../../../packages/indexing/src/settings.js';
import type { Random } from '../../harness/random.js';
import type { VirtualClock } from '../time/virtual-clock.js';
import { second } from '../units.js';
import type { Backlog } from './backlog.js';
import type { Workload } from './deployment.js';
import type { ModelClient } from './model-service.js';

export interface IndexerPodOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly detector: ModelClient;
  readonly embedder: ModelClient;
  readonly backlog: Backlog;
}

/** `OPENFASHION_DOWNLOADS_PER_HOST`: the pictures of a shop are on one host. */
const downloads = 8;
/** Of a picture from the shop's server, and of the answer that it has not changed. Assumed. */
const downloadTime: Milliseconds = 300;
const unchangedTime: Milliseconds = 60;
/** docs/performance.md, "What was tried": 22.4 ms of the server's processor time for a picture that is indexed. */
const decoding: Milliseconds = 22.4;
/** Before a service of ours that refused is asked again, at first and at most (packages/indexing, patiently.ts). */
const rests = { first: 50, longest: 2 * second };

const picture = [new Uint8Array(1)];

/** An indexer: takes lines while there are any, downloads, decodes, asks both models in the lane of indexing. */
export class IndexerPod implements Workload {
  readonly #options: IndexerPodOptions;
  readonly #waitingForPlace: (() => void)[] = [];
  #places = defaultSettings.pictures;
  #inHand = 0;
  #draining = false;
  #killed = false;
  #idle: (() => void) | undefined;

  constructor(options: IndexerPodOptions) {
    this.#options = options;
    options.backlog.attach(this, () => this.#work());
    this.#work();
  }

  drain(): Promise<void> {
    this.#draining = true;
    this.#options.backlog.detach(this);
    const closed = () => {
      this.#options.detector.close();
      this.#options.embedder.close();
    };
    if (this.#inHand === 0) {
      closed();
      return Promise.resolve();
    }
    return new Promise<void>((resolve) => {
      this.#idle = () => {
        closed();
        resolve();
      };
    });
  }

  /** What it had in hand is handed out again, to another. */
  kill(): void {
    this.#killed = true;
  }

  #work(): void {
    while (!this.#draining && this.#inHand < downloads) {
      const line = this.#options.backlog.take();
      if (line === undefined) return;
      this.#inHand += 1;
      void this.#compute(line.unchanged).then((done) => {
        this.#inHand -= 1;
        if (done && !this.#killed) this.#options.backlog.done(line);
        else this.#options.backlog.giveBack(line);
        this.#work();
        if (this.#inHand === 0) this.#idle?.();
      });
    }
  }

  /** @returns whether it was computed: if not, something of ours was down or full for too long */
  async #compute(unchanged: boolean): Promise<boolean> {
    const { clock, random, detector, embedder } = this.#options;
    await clock.sleep((unchanged ? unchangedTime : downloadTime) * (0.5 + random()));
    if (unchanged) return true;
    await this.#enter();
    try {
      await clock.sleep(decoding);
      return (await this.#patiently(detector)) && (await this.#patiently(embedder));
    } finally {
      this.#leave();
    }
  }

  async #patiently({ model }: ModelClient): Promise<boolean> {
    const { clock, random } = this.#options;
    const start = clock.now();
    for (let rest = rests.first; ; rest = Math.min(2 * rest, rests.longest)) {
      try {
        const { signal } = new AbortController();
        const call: Call = { lane: 'indexing', deadline: clock.now() + defaultSettings.modelTimeout, signal };
        await model.run(picture, call);
        return true;
      } catch (error) {
        if (!(error instanceof PortFailure)) throw error;
        const wait = Math.min(Math.max(rest, error.retryAfter ?? 0), rests.longest);
        if (clock.now() - start + wait > defaultSettings.patience) return false;
        await clock.sleep(wait * (0.5 + random()));
      }
    }
  }

  #enter(): Promise<void> {
    if (this.#places > 0) {
      this.#places -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => void this.#waitingForPlace.push(resolve));
  }

  #leave(): void {
    const next = this.#waitingForPlace.shift();
    if (next === undefined) this.#places += 1;
    else next();
  }
}
