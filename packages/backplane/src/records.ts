import { setImmediate } from 'node:timers/promises';
import type { Entry, KeyValue } from './port.js';

/** Anything that turns an unknown value into a known one, or throws: a zod schema. */
export interface Parser<Value> {
  parse(value: unknown): Value;
}

/** A value read from a bucket, with the revision that a later update must name. */
export interface Stored<Value> {
  readonly key: string;
  readonly value: Value;
  readonly revision: number;
}

/**
 * JSON values of one shape in a bucket, not to be changed by who reads them: a list gives the same value again as long as
 * its entry is the same. Errors are those of {@link KeyValue}; a value of another shape throws the parser's. */
export interface Records<Value> {
  get(key: string): Promise<Stored<Value> | undefined>;
  create(key: string, value: Value): Promise<number>;
  update(key: string, value: Value, revision: number): Promise<number>;
  delete(key: string, revision?: number): Promise<void>;
  list(prefix: string): Promise<readonly Stored<Value>[]>;
}

/** Entries that are decoded before anything else may run: some milliseconds' worth. */
const decodedAtOnce = 500;

export function records<Value>(bucket: KeyValue, parser: Parser<Value>): Records<Value> {
  const decode = (bytes: Uint8Array) => parser.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const encode = (value: Value) => new TextEncoder().encode(JSON.stringify(value));
  // Lists are long, and hand out the entries that have not changed: each is decoded once.
  const decoded = new WeakMap<Entry, Stored<Value>>();
  const read = (entry: Entry): Stored<Value> => {
    const known = decoded.get(entry);
    if (known) return known;
    const { key, value, revision } = entry;
    const stored = { key, value: decode(value), revision };
    decoded.set(entry, stored);
    return stored;
  };
  return {
    async get(key) {
      const entry = await bucket.get(key);
      return entry && read(entry);
    },
    create: (key, value) => bucket.create(key, encode(value)),
    update: (key, value, revision) => bucket.update(key, encode(value), revision),
    delete: (key, revision) => bucket.delete(key, revision),
    async list(prefix) {
      const entries = await bucket.list(prefix);
      const stored: Stored<Value>[] = [];
      for (let from = 0; from < entries.length; from += decodedAtOnce) {
        // The first decoding of many takes its time, and others want to go on.
        if (from > 0) await setImmediate();
        for (const entry of entries.slice(from, from + decodedAtOnce)) stored.push(read(entry));
      }
      return stored;
    },
  };
}
