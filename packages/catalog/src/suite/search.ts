import type { Filter } from '@openfashion/contract';
import { expect, test } from 'vitest';
import { compareCodePoints } from '../code-points.js';
import { found, product, put, putAll, type Subject, unit } from './samples.js';

/** Order, limit and filters of a search, each by name; model.ts compares any search with a plain one. */
export function searchTests(subject: Subject): void {
  test('search is by cosine, nearest first, ties by product id in code point order', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const ids = ['b', '👗', '\uFF5E', 'a', 'ab'];
    await putAll(catalog, scope, [...ids.map((id) => product(id)), product('far', unit([1, -1]))]);
    const tied = [...ids].sort(compareCodePoints);
    expect(tied).toEqual(['a', 'ab', 'b', '\uFF5E', '👗']);
    expect(await found(catalog, scope)).toEqual([...tied, 'far']);
    const [nearest] = await catalog.search(scope, { vector: unit([1]), limit: 1, filters: [] });
    expect(nearest?.cosine).toBeCloseTo(1, 5);
  });

  test('a match is the stored document without its vector', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const stored = product('p', unit([1]), { category2Id: 'c', s1: '가' });
    await catalog.apply(scope, [put(1, stored)]);
    const [match] = await catalog.search(scope, { vector: unit([1]), limit: 1, filters: [] });
    const { vector: _vector, ...rest } = stored;
    expect(match?.document).toEqual(rest);
  });

  test('the excluded product is left out before the limit', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    await putAll(catalog, scope, [
      product('a', unit([1])),
      product('b', unit([1, 1, 0.9])),
      product('c', unit([1, 0])),
    ]);
    expect(await found(catalog, scope, { limit: 2, excludeProductId: 'a' })).toEqual(['b', 'c']);
    expect(await found(catalog, scope, { limit: 2, excludeProductId: 'unknown' })).toEqual(['a', 'b']);
  });

  test('a filter that matches few returns those few, however far they are', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const near = Array.from({ length: 300 }, (_, index) => product(`near${index}`, unit([1]), { s1: 'common' }));
    await putAll(catalog, scope, [
      ...near,
      product('far1', unit([-1]), { s1: 'rare' }),
      product('far2', unit([1, -3])),
    ]);
    const few: Filter = { field: 's1', operator: 'equal', values: ['rare', 'none'] };
    expect(await found(catalog, scope, { limit: 5, filters: [few] })).toEqual(['far1']);
    const others: Filter = { field: 's1', operator: '!equal', values: ['common'] };
    expect(await found(catalog, scope, { limit: 5, filters: [others] })).toEqual(['far2', 'far1']);
    expect(await found(catalog, scope, { limit: 5, filters: [others, few] })).toEqual(['far1']);
  });

  test('a search sees a product as it was before or after an update, never between', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const near = (version: number) => product('p', unit([1]), { name: `${version}`, s1: 'near' });
    const far = (version: number) => product('p', unit([1, -1]), { name: `${version}`, s1: 'far' });
    await catalog.apply(scope, [put(1, near(1))]);
    const updates = (async () => {
      for (let seq = 2; seq <= 60; seq++) await catalog.apply(scope, [put(seq, seq % 2 ? near(seq) : far(seq))]);
    })();
    let last = 0;
    while (last < 60) {
      const [match] = await catalog.search(scope, { vector: unit([1]), limit: 1, filters: [] });
      const version = Number(match?.document.name);
      expect(version).toBeGreaterThanOrEqual(last);
      expect(match?.document.s1).toBe(version % 2 ? 'near' : 'far');
      expect(match?.cosine).toBeCloseTo(version % 2 ? 1 : 0, 5);
      last = version;
    }
    await updates;
  });

  test('a query that cannot be answered is refused', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const query = { vector: unit([1]), limit: 1, filters: [] };
    await expect(catalog.search(scope, { ...query, vector: new Float32Array(3) })).rejects.toThrow('dimensions');
    await expect(catalog.search(scope, { ...query, limit: 0 })).rejects.toThrow('limit');
    await expect(catalog.search({ ...scope, embedding: 'never-made' }, query)).rejects.toThrow('never-made');
  });
}
