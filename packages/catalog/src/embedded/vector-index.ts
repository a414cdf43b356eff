import { type Filter, type FilterField, filterFields } from '@openfashion/contract';
import { Postings } from './postings.js';
import { type ScanExports, scanModule } from './scan.js';
import { type Scored, Top } from './top.js';

const compiled = new WebAssembly.Module(scanModule);
const pageBytes = 65_536;
/** Rows scored in one call: their scores fit a cache beside the rows being read. */
const block = 4_096;
/** A filter that keeps a smaller share than this is searched through its matches instead of through all rows. */
const selective = 0.25;

/** What the index keeps of a document beside its vector. */
export type IndexedFields = Readonly<Partial<Record<FilterField, string>>>;

export interface IndexQuery {
  readonly vector: Float32Array;
  readonly limit: number;
  readonly filters: readonly Filter[];
  readonly excludeProductId?: string;
}

/** The vectors of one scope in memory, searched exactly. A slot is a document's place; slots of removed ones are used again. */
export class VectorIndex {
  readonly #dimension: number;
  /** Bytes of a row: its dimension filled up with zeros to whole steps of the scan. */
  readonly #stride: number;
  readonly #wasm: ScanExports;
  readonly #slotByProduct = new Map<string, number>();
  readonly #productIds: string[] = [];
  readonly #ids: number[] = [];
  readonly #free: number[] = [];
  readonly #postings = new Map(filterFields.map((field) => [field, new Postings()]));

  // Layout of the memory: query, slots of a block, scores of a block, rows.
  readonly #slotsAt: number;
  readonly #scoresAt: number;
  readonly #rowsAt: number;

  constructor(dimension: number) {
    this.#dimension = dimension;
    this.#stride = Math.ceil(dimension / 16) * 64;
    this.#slotsAt = this.#stride;
    this.#scoresAt = this.#slotsAt + block * 4;
    this.#rowsAt = Math.ceil((this.#scoresAt + block * 4) / 64) * 64;
    this.#wasm = new WebAssembly.Instance(compiled).exports as unknown as ScanExports;
    this.#reserve(block);
  }

  get size(): number {
    return this.#slotByProduct.size;
  }

  /** @param id number of the document in the database */
  put(productId: string, id: number, vector: Float32Array, fields: IndexedFields): void {
    const slot = this.#slotByProduct.get(productId) ?? this.#free.pop() ?? this.#productIds.length;
    this.#reserve(slot + 1);
    this.#row(slot).set(vector);
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
    for (const postings of this.#postings.values()) postings.set(slot, undefined);
    this.#free.push(slot);
  }

  /** Nearest first, as numbers of documents in the database. */
  search(query: IndexQuery): { readonly id: number; readonly cosine: number }[] {
    const top = new Top(query.limit, this.#productIds);
    new Float32Array(this.#wasm.memory.buffer, 0, this.#dimension).set(query.vector);
    const excluded =
      query.excludeProductId === undefined ? -1 : (this.#slotByProduct.get(query.excludeProductId) ?? -1);
    const candidates = this.#candidates(query.filters);
    const passes = this.#predicate(
      candidates ? query.filters.filter((filter) => filter !== candidates.filter) : query.filters,
    );
    const accept = (slot: number) => slot !== excluded && this.#ids[slot] !== 0 && passes(slot);
    if (candidates) this.#searchSlots(candidates.slots, accept, top);
    else this.#searchAll(accept, top);
    return top.best.map(({ slot, cosine }: Scored) => ({ id: this.#ids[slot] ?? 0, cosine }));
  }

  #searchAll(accept: (slot: number) => boolean, top: Top): void {
    for (let first = 0; first < this.#productIds.length; first += block) {
      const count = Math.min(block, this.#productIds.length - first);
      this.#wasm.scan(this.#rowsAt, 0, this.#stride, first, count, this.#scoresAt);
      const scores = new Float32Array(this.#wasm.memory.buffer, this.#scoresAt, count);
      for (let index = 0; index < count; index++) {
        const score = scores[index] ?? 0;
        if (score >= top.threshold && accept(first + index)) top.offer(first + index, score);
      }
    }
  }

  #searchSlots(sets: readonly ReadonlySet<number>[], accept: (slot: number) => boolean, top: Top): void {
    const slots = new Int32Array(this.#wasm.memory.buffer, this.#slotsAt, block);
    let count = 0;
    const flush = () => {
      this.#wasm.gather(this.#rowsAt, 0, this.#stride, this.#slotsAt, count, this.#scoresAt);
      const scores = new Float32Array(this.#wasm.memory.buffer, this.#scoresAt, count);
      for (let index = 0; index < count; index++) {
        const score = scores[index] ?? 0;
        const slot = slots[index] ?? 0;
        if (score >= top.threshold && accept(slot)) top.offer(slot, score);
      }
      count = 0;
    };
    for (const set of sets) {
      for (const slot of set) {
        slots[count++] = slot;
        if (count === block) flush();
      }
    }
    flush();
  }

  /** The most selective `equal` filter, if going through its matches is cheaper than through all rows. */
  #candidates(filters: readonly Filter[]): { filter: Filter; slots: ReadonlySet<number>[] } | undefined {
    const [best] = filters
      .filter(({ operator }) => operator === 'equal')
      .map((filter) => {
        const slots = this.#postings.get(filter.field)?.slotsOf(filter.values) ?? [];
        return { filter, slots, size: slots.reduce((sum, set) => sum + set.size, 0) };
      })
      .sort((a, b) => a.size - b.size);
    return best && best.size < selective * this.#productIds.length ? best : undefined;
  }

  /** Rules 3.1 and 3.3: a document without the field passes every `!equal` and no `equal`. */
  #predicate(filters: readonly Filter[]): (slot: number) => boolean {
    if (filters.length === 0) return () => true;
    const tests = filters.map(({ field, operator, values }) => {
      const wanted = new Set<string | undefined>(values);
      const postings = this.#postings.get(field);
      const keep = operator === 'equal';
      return (slot: number) => wanted.has(postings?.value(slot)) === keep;
    });
    return (slot) => tests.every((passes) => passes(slot));
  }

  #row(slot: number): Float32Array {
    return new Float32Array(this.#wasm.memory.buffer, this.#rowsAt + slot * this.#stride, this.#dimension);
  }

  /** Make room for so many rows, half as many again as there are, so that growing is seldom. */
  #reserve(rows: number): void {
    const { memory } = this.#wasm;
    const needed = this.#rowsAt + rows * this.#stride;
    if (needed <= memory.buffer.byteLength) return;
    const wanted = this.#rowsAt + Math.ceil(rows * 1.5) * this.#stride;
    memory.grow(Math.ceil((wanted - memory.buffer.byteLength) / pageBytes));
  }
}
