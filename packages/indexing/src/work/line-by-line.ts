import { PortFailure } from '@openfashion/contract';
import type { LineResult } from '../state/chunk-result.js';
import type { Attempts, Stores } from '../state/stores.js';

/** A line that alone ended its worker so often fails (rule 8.7). */
const deathsOfALine = 3;

/**
 * Compute lines one at a time, each noted before it begins, so that the one that kills its worker is known when the
 * chunk is begun again. An error that is neither the line's own nor that of something that is down counts as a death.
 * @param compute computes one line
 * @param failed the result of a line that is given up
 * @param signal aborted by a stop that is no death
 */
export async function computeLineByLine<Line>(
  attempts: Stores['attempts'],
  key: string,
  lines: readonly Line[],
  compute: (line: Line) => Promise<LineResult>,
  failed: (line: Line) => LineResult,
  signal: AbortSignal,
): Promise<LineResult[]> {
  const notes = await Notes.open(attempts, key);
  const results: LineResult[] = [];
  for (const [index, line] of lines.entries()) {
    let result: LineResult | undefined;
    while (result === undefined && notes.deathsOf(index) < deathsOfALine) {
      await notes.begin(index);
      try {
        result = await compute(line);
      } catch (error) {
        const innocent = error instanceof PortFailure || signal.aborted;
        await notes.end(innocent ? 'put down' : 'died');
        if (innocent) throw error;
      }
    }
    results.push(result ?? failed(line));
  }
  // What happens to the results from here on is nothing that a line did.
  await notes.end('put down');
  return results;
}

/** What is known of the deaths of one chunk's workers: one record, written before each line. */
class Notes {
  readonly #records: Stores['attempts'];
  readonly #key: string;
  #value: Attempts = { deaths: {} };
  #revision: number | undefined;

  private constructor(records: Stores['attempts'], key: string) {
    this.#records = records;
    this.#key = key;
  }

  static async open(records: Stores['attempts'], key: string): Promise<Notes> {
    const notes = new Notes(records, key);
    const stored = await records.get(key);
    if (stored === undefined) return notes;
    notes.#value = stored.value;
    notes.#revision = stored.revision;
    // Whoever had a line in hand did not come to say how it ended.
    await notes.end('died');
    return notes;
  }

  deathsOf(line: number): number {
    return this.#value.deaths[line] ?? 0;
  }

  async begin(line: number): Promise<void> {
    await this.#write({ ...this.#value, inHand: line });
  }

  async end(how: 'died' | 'put down'): Promise<void> {
    const { inHand, deaths } = this.#value;
    if (inHand === undefined) return;
    await this.#write({ deaths: how === 'died' ? { ...deaths, [inHand]: this.deathsOf(inHand) + 1 } : deaths });
  }

  async #write(value: Attempts): Promise<void> {
    this.#revision =
      this.#revision === undefined
        ? await this.#records.create(this.#key, value)
        : await this.#records.update(this.#key, value, this.#revision);
    this.#value = value;
  }
}
