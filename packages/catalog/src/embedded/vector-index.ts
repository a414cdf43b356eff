import { type Filter, type FilterField, filterFields } from '@openfashion/contract';
import { Postings, type Selection } from './postings.js';
import { type ScanExports, scanModule } from './scan.js';
import { Top } from './top.js';

const compiled = new WebAssembly.Module(scanModule);
const pageBytes = 65_536;
/** Rows scored in one call, a multiple of four: their scores fit a cache beside the rows being read. */
const block = 4_096;
/** A filter that keeps a smaller share than this is searched through its matches instead of through all rows. */
const selective = 0.2;

export interface IndexQuery {
  readonly vector: Float32Array;
  readonly limit: number;
  readonly filters: readonly Filter[];
  readonly excludeProductId?: string;
}

/** A document found: its number in the database, and its cosine with the query. */
export interface Hit {
  readonly id: number;
  readonly cosine: number;
}

/** The vectors of one scope in memory, searched exactly. A slot is a document's place; slots of removed ones are used again. */
export class VectorIndex {
  readonly #dimension: number;
  /** Bytes of a row: its dimension filled up with zeros to whole steps of the scan. */
  readonly #stride: number;
  readonly #wasm: ScanExports;
  readonly #slotByProduct = new Map<string, number>();
  readonly #productIds: string[] = [];
  /** By slot: the document's number in the database, 0 where there is none. */
  readonly #ids: number[] = [];
  readonly #free: number[] = [];
  readonly #postings = new Map(filterFields.map((field) => [field, new Postings()]));

  // Layout of the memory: query, slots of a block, scores of a block, rows.
  readonly #slotsAt: number;
  readonly #scoresAt: number;
  readonly #rowsAt: number;

  /** @param documents how many there will be at first */
  constructor(dimension: number, documents = 0) {
    this.#dimension = dimension;
    this.#stride = Math.ceil(dimension / 16) * 64;
    this.#slotsAt = this.#stride;
    this.#scoresAt = this.#slotsAt + block * 4;
    this.#rowsAt = Math.ceil((this.#scoresAt + block * 4) / 64) * 64;
    this.#wasm = new WebAssembly.Instance(compiled).exports as unknown as ScanExports;
    this.#reserve(documents);
  }

  get size(): number {
    return this.#slotByProduct.size;
  }

  /** Bytes of its memory for vectors, which never shrinks. */
  get bytes(): number {
    return this.#wasm.memory.buffer.byteLength;
  }

  /** Whether most of that memory is for documents that are gone. */
  get wasteful(): boolean {
    return this.#free.length > block && this.#free.length > 3 * this.size;
  }

  /** @param id number of the document in the database */
  put(
    productId: string,
    id: number,
    vector: Float32Array,
    fields: Readonly<Partial<Record<FilterField, string>>>,
  ): void {
    const slot = this.#slotByProduct.get(productId) ?? this.#free.pop() ?? this.#productIds.length;
    if (slot === this.#productIds.length) this.#reserve(slot + 1);
    new Float32Array(this.#wasm.memory.buffer, this.#rowsAt + slot * this.#stride, this.#dimension).set(vector);
    this.#slotByProduct.set(productId, slot);
    this.#productIds[slot] = productId;
    this.#ids[slot] = id;
    for (const [field, postings] of this.#postings) postings.set(slot, fields[field]);
  }

  remove(productId: string): void {
    const slot = this.#slotByProduct.get(productId);
    if (slot === undefined) return;
    this.#slotByProduct.delete(productId);
    this.#ids[slot] = 0;
    for (const postings of this.#postings.values()) postings.remove(slot);
    this.#free.push(slot);
  }

  /** Nearest first; ties by product id, also at the cut of `limit`. */
  search(query: IndexQuery): Hit[] {
    new Float32Array(this.#wasm.memory.buffer, 0, this.#dimension).set(query.vector);
    const top = new Top(query.limit, this.#productIds);
    const excluded = (query.excludeProductId && this.#slotByProduct.get(query.excludeProductId)) ?? -1;
    const selections = query.filters
      .flatMap((filter) => this.#postings.get(filter.field)?.select(filter) ?? [])
      .sort((a, b) => a.count - b.count);
    const [narrowest, ...others] = selections;
    const passes = (slot: number, all: readonly Selection[]) =>
      slot !== excluded && all.every((selection) => selection.has(slot));
    if (narrowest && narrowest.count < selective * this.size) {
      this.#searchLists(narrowest.lists(), (slot) => passes(slot, others), top);
    } else {
      this.#searchAll((slot) => this.#ids[slot] !== 0 && passes(slot, selections), top);
    }
    return top.best.map(({ slot, cosine }) => ({ id: this.#ids[slot] ?? 0, cosine }));
  }

  #searchAll(passes: (slot: number) => boolean, top: Top): void {
    for (let first = 0; first < this.#productIds.length; first += block) {
      const count = Math.min(block, this.#productIds.length - first);
      this.#wasm.scan(this.#rowsAt, 0, this.#stride, first, count, this.#scoresAt);
      const scores = new Float32Array(this.#wasm.memory.buffer, this.#scoresAt, count);
      for (let index = 0; index < count; index++) {
        const score = scores[index] ?? 0;
        if (score >= top.threshold && passes(first + index)) top.offer(first + index, score);
      }
    }
  }

  #searchLists(lists: Iterable<readonly number[]>, passes: (slot: number) => boolean, top: Top): void {
    const slots = new Int32Array(this.#wasm.memory.buffer, this.#slotsAt, block);
    let count = 0;
    const score = () => {
      const whole = Math.ceil(count / 4) * 4;
      slots.fill(0, count, whole);
      this.#wasm.gather(this.#rowsAt, 0, this.#stride, this.#slotsAt, whole, this.#scoresAt);
      const scores = new Float32Array(this.#wasm.memory.buffer, this.#scoresAt, count);
      for (let index = 0; index < count; index++) {
        const cosine = scores[index] ?? 0;
        if (cosine >= top.threshold) top.offer(slots[index] ?? 0, cosine);
      }
      count = 0;
    };
    for (const list of lists) {
      for (const slot of list) {
        if (!passes(slot)) continue;
        slots[count++] = slot;
        if (count === block) score();
      }
    }
    score();
  }

  /** Make room for so many rows, and an eighth more, so that growing is seldom. */
  #reserve(rows: number): void {
    const { memory } = this.#wasm;
    const needed = this.#rowsAt + rows * this.#stride;
    if (needed <= memory.buffer.byteLength) return;
    const wanted = this.#rowsAt + Math.ceil(rows * 1.125) * this.#stride;
    memory.grow(Math.ceil((wanted - memory.buffer.byteLength) / pageBytes));
  }
}
