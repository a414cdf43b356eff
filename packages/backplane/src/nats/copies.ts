import type { Bytes, Milliseconds } from '@openfashion/contract';
import type { Copy } from './copy.js';

/** A copy that nobody asked for as long as this is let go. */
const idleTime: Milliseconds = 5 * 60_000;
/** All copies of a process together: beyond it those that were asked for longest ago are let go. */
const mostBytes: Bytes = 256 * 1_048_576;
/** The same of their number: the server keeps a consumer for each, and says every second that it is there. */
const mostCopies = 64;

interface Held {
  readonly copy: Copy;
  users: number;
  idle?: NodeJS.Timeout;
}

/** Local copies of what is listed or watched, kept for who asks again. */
export class Copies {
  readonly #copies = new Map<string, Held>();

  /** Work with the copy of this name, which stays meanwhile. `end` is to be called once. */
  use(name: string, make: () => Copy): { copy: Copy; end(): void } {
    const held = this.#copies.get(name) ?? { copy: make(), users: 0 };
    clearTimeout(held.idle);
    held.users += 1;
    // The order of the map is that of use.
    this.#copies.delete(name);
    this.#copies.set(name, held);
    const end = () => {
      held.users -= 1;
      if (held.users === 0) held.idle = setTimeout(() => this.#letGo(name, held), idleTime).unref();
      this.#keepWithinBounds();
    };
    return { copy: held.copy, end };
  }

  close(): void {
    for (const [name, held] of this.#copies) this.#letGo(name, held);
  }

  #keepWithinBounds(): void {
    let bytes = [...this.#copies.values()].reduce((sum, { copy }) => sum + copy.bytes, 0);
    for (const [name, held] of this.#copies) {
      if (bytes <= mostBytes && this.#copies.size <= mostCopies) return;
      if (held.users > 0) continue;
      bytes -= held.copy.bytes;
      this.#letGo(name, held);
    }
  }

  #letGo(name: string, held: Held): void {
    clearTimeout(held.idle);
    this.#copies.delete(name);
    held.copy.close();
  }
}
