import { expect, test } from 'vitest';
import { observeCalls } from './observe.js';

class Store {
  #values = new Map([['a', 1]]);
  async get(key: string) {
    return this.#values.get(key);
  }
  async fail() {
    throw new Error('down');
  }
  names() {
    return [...this.#values.keys()];
  }
}

test('asynchronous calls are recorded, failed ones too, and private state still works', async () => {
  const seen: string[] = [];
  const store = observeCalls(new Store(), (method, seconds, error) => seen.push(`${method} ${seconds >= 0} ${error}`));
  expect(await store.get('a')).toBe(1);
  await expect(store.fail()).rejects.toThrow('down');
  expect(store.names()).toEqual(['a']);
  expect(seen).toEqual(['get true undefined', 'fail true Error: down']);
});
