import { type Filter, type Point, passes } from './filter.js';

type Fields = Readonly<Record<string, unknown>>;

export interface Selection {
  readonly filter?: Filter;
  readonly limit?: number;
  readonly with_payload?: boolean | readonly string[];
}

/** Points as they are written: with `{}` for no vector. */
export interface WrittenPoint {
  readonly id: string;
  readonly vector: readonly number[] | object;
  readonly payload: Fields;
}

/** One collection: what was said of it, and its points. */
export class MemoryCollection {
  readonly #points = new Map<string, Point>();
  readonly #indexes: Record<string, unknown> = {};
  #config: { readonly params: Fields; readonly [other: string]: unknown };

  constructor({ vectors, replication_factor, write_consistency_factor, shard_number = 1, ...others }: Fields) {
    this.#config = { params: { vectors, replication_factor, write_consistency_factor, shard_number }, ...others };
  }

  get info() {
    return { status: 'green', config: this.#config, payload_schema: this.#indexes, points_count: this.#points.size };
  }

  update({ params = {}, ...others }: { readonly params?: Fields } & Fields): void {
    this.#config = { ...this.#config, ...others, params: { ...this.#config.params, ...params } };
  }

  index(field: string, schema: unknown): void {
    this.#indexes[field] = { data_type: 'keyword', params: schema };
  }

  /** Those of the ids that are stored. */
  get(ids: readonly string[], { with_payload }: Selection) {
    return ids.flatMap((id) => {
      const point = this.#points.get(id);
      return point ? [shown(point, with_payload)] : [];
    });
  }

  /** What is stored already is written where it passes the filter. */
  upsert(points: readonly WrittenPoint[], where: Filter | undefined): void {
    for (const { id, vector, payload } of points) {
      const stored = this.#points.get(id);
      if (stored && !passes(stored, where)) continue;
      this.#points.set(id, { id, payload, ...(Array.isArray(vector) && { vector: Float32Array.from(vector) }) });
    }
  }

  delete({ points = [], filter }: { readonly points?: readonly string[]; readonly filter?: Filter }): void {
    for (const id of points) this.#points.delete(id);
    if (filter) for (const { id } of this.#all(filter)) this.#points.delete(id);
  }

  count(filter: Filter | undefined): number {
    return this.#all(filter).length;
  }

  /** In the order of ids, from one on. */
  scroll({ filter, limit = 10, with_payload, offset = '' }: Selection & { readonly offset?: string | null }) {
    const found = this.#all(filter)
      .filter(({ id }) => id >= (offset ?? ''))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    return {
      points: found.slice(0, limit).map((point) => shown(point, with_payload)),
      next_page_offset: found[limit]?.id ?? null,
    };
  }

  /** The nearest of those that pass, by the product of vectors; without a vector any that pass. */
  query({ query, filter, limit = 10, with_payload }: Selection & { readonly query?: readonly number[] }) {
    const scored = this.#all(filter).flatMap((point) => {
      if (query === undefined) return [{ point, score: 0 }];
      return point.vector ? [{ point, score: product(point.vector, query) }] : [];
    });
    const nearest = scored.sort((a, b) => b.score - a.score).slice(0, limit);
    return { points: nearest.map(({ point, score }) => ({ ...shown(point, with_payload), score })) };
  }

  #all(filter: Filter | undefined): Point[] {
    return [...this.#points.values()].filter((point) => passes(point, filter));
  }
}

function shown({ id, payload }: Point, wanted: Selection['with_payload'] = true) {
  if (wanted === false) return { id };
  if (wanted === true) return { id, payload };
  return { id, payload: Object.fromEntries(wanted.flatMap((key) => (key in payload ? [[key, payload[key]]] : []))) };
}

const product = (a: Float32Array, b: readonly number[]) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
