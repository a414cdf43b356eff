import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from '../../harness/cluster-parts.js';
import { median } from '../../harness/figures.js';
import { listed, ms } from '../../harness/finding.js';
import { below, type Random, shuffled } from '../../harness/random.js';
import type { Downtime } from './downtime.js';

export interface KillOptions {
  readonly random: Random;
  /** How long; the first round is ended in any case. */
  readonly milliseconds: number;
  /** What pauses are multiplied by. */
  readonly scale: number;
  readonly downtime: Downtime;
}

/** Milliseconds that a part is away before it is started again, and that all is well before the next is ended. */
const [away, calm] = [4_000, 6_000];
/** How often the next is ended before the last is back, and one while it starts. */
const [early, atStart] = [0.35, 0.2];

/** Ends parts and starts them again, each once in a round, in an order drawn anew for each round. */
export class Kills {
  /** How long each part took from its start until it worked, in milliseconds. */
  readonly starts = new Map<string, number[]>();
  kills = 0;
  /** Parts that were killed at least once. */
  readonly killed = new Set<string>();
  /** Kills while another part was away. */
  together = 0;
  /** Starts that came to nothing though nobody ended them. */
  readonly failedStarts: string[] = [];
  readonly #parts: readonly Part[];
  readonly #options: KillOptions;
  readonly #away = new Map<string, Promise<void>>();

  constructor(parts: readonly Part[], options: KillOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** Resolves when the last has been started again. */
  async run(): Promise<void> {
    const { random, milliseconds } = this.#options;
    const end = performance.now() + milliseconds;
    const isOver = () => this.killed.size === this.#parts.length && performance.now() >= end;
    while (!isOver()) {
      for (const part of shuffled(random, this.#parts)) {
        if (isOver()) break;
        await this.#away.get(part.name);
        await this.#end(part, random() < early);
      }
    }
    await Promise.all(this.#away.values());
  }

  /** In a sentence. */
  get figures(): string {
    const each = [...this.starts].map(([name, took]) => `${name} ${ms(median(took))}/${ms(Math.max(...took))}`).sort();
    return `${this.kills} kills of ${this.killed.size} parts, ${this.together} of them while another part was away; started again within (median/longest): ${each.join(', ')}; starts that failed: ${listed(this.failedStarts)}`;
  }

  async #end(part: Part, isEarly: boolean): Promise<void> {
    const { random, scale } = this.#options;
    await this.#kill(part);
    const [rest, again] = [below(random, scale * away), random() < atStart ? below(random, 600) : undefined];
    const back = this.#bringBack(part, rest, again).finally(() => this.#away.delete(part.name));
    this.#away.set(part.name, back);
    if (isEarly) return pause(below(random, rest + 1));
    await back;
    await pause(below(random, scale * calm));
  }

  /** @param again milliseconds after which it is ended once more while it starts */
  async #bringBack(part: Part, rest: number, again: number | undefined): Promise<void> {
    await pause(rest);
    if (again !== undefined) {
      const starting = part.start().catch(() => {});
      await Promise.race([pause(again), starting]);
      await this.#kill(part);
    }
    const start = performance.now();
    while (!(await this.#start(part))) await pause(1_000);
    this.#options.downtime.end(part.name);
    this.starts.set(part.name, [...(this.starts.get(part.name) ?? []), performance.now() - start]);
  }

  /** Resolves to whether it works. */
  async #start(part: Part): Promise<boolean> {
    try {
      await part.start();
      return true;
    } catch (error) {
      this.failedStarts.push(`${part.name}: ${error instanceof Error ? error.message : error}`);
      return false;
    }
  }

  async #kill(part: Part): Promise<void> {
    this.#options.downtime.begin(part.name);
    this.kills += 1;
    this.killed.add(part.name);
    if ([...this.#away.keys()].some((name) => name !== part.name)) this.together += 1;
    await part.kill();
  }
}
