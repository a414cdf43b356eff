import { expect, test } from 'vitest';
import { dimension, embeddings, exported, found, product, put, putAll, remove, type Subject, unit } from './samples.js';

/** What is stored, counted and exported, and the seq rule. */
export function documentTests(subject: Subject): void {
  test('a collection is made once and keeps its dimension and calibration', async () => {
    const { catalog } = subject;
    const calibration = [
      [0, 0],
      [1, 1],
    ] as const;
    const embedding = `suite-calibrated-${Date.now()}`;
    expect(await catalog.collection(embedding)).toBeUndefined();
    await catalog.ensureCollection({ embedding, dimension: 8, calibration });
    const stored = { embedding, dimension: 8, calibration };
    expect(await catalog.ensureCollection({ embedding, dimension: 8 })).toEqual(stored);
    expect(await catalog.collection(embedding)).toEqual(stored);
    await expect(catalog.ensureCollection({ embedding, dimension: 9 })).rejects.toThrow('8 dimensions');
  });

  test('what was put is there, whole; what is not there is undefined', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const more = { category1Id: 'a', category3Id: 'c', s2: '가👗', etag: '"v1"', lastModified: 'yesterday' };
    const whole = product('p', unit([1, 2]), more);
    await catalog.apply(scope, [put(1, whole)]);
    expect(await catalog.get(scope, 'p')).toEqual(whole);
    expect(await catalog.count(scope)).toBe(1);
    for (const unknown of ['q', '', 'p\0', 'p\ud800']) {
      expect(await catalog.get(scope, unknown)).toBeUndefined();
      expect([...(await catalog.existing(scope, ['p', unknown, 'p']))]).toEqual(['p']);
    }
  });

  test('a put replaces the whole document, also what the new one lacks', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    await catalog.apply(scope, [put(1, product('p', unit([1]), { category1Id: 'a', s1: 'b' }))]);
    const bare = product('p', unit([1, 2]), { name: 'bare' });
    await catalog.apply(scope, [put(2, bare)]);
    expect(await catalog.get(scope, 'p')).toEqual(bare);
    expect(await found(catalog, scope, { filters: [{ field: 's1', operator: 'equal', values: ['b'] }] })).toEqual([]);
    expect(await catalog.count(scope)).toBe(1);
  });

  test('vectors that are parts of a larger buffer are stored as they are', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const both = new Float32Array([...unit([1]), ...unit([1, 2])]);
    await putAll(catalog, scope, [
      product('a', both.subarray(0, dimension)),
      product('b', both.subarray(dimension), { fingerprint: Buffer.from('fingerprint') }),
    ]);
    expect((await catalog.get(scope, 'b'))?.vector).toEqual(unit([1, 2]));
    expect((await catalog.get(scope, 'b'))?.fingerprint).toEqual(new TextEncoder().encode('fingerprint'));
    expect(await found(catalog, scope, { vector: both.subarray(dimension), limit: 1 })).toEqual(['b']);
  });

  test('a write that is not newer than what is stored changes nothing', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const named = (name: string) => product('p', unit([1]), { name });
    await catalog.apply(scope, [put(5, named('five'))]);
    await catalog.apply(scope, [put(5, named('again')), put(4, named('old')), remove(5, 'p'), remove(4, 'p')]);
    expect((await catalog.get(scope, 'p'))?.name).toBe('five');
    await catalog.apply(scope, [put(6, named('six'))]);
    expect((await catalog.get(scope, 'p'))?.name).toBe('six');
    expect(await catalog.count(scope)).toBe(1);
  });

  test('a removal leaves a marker that keeps old writes out, is never counted and never found', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    await catalog.apply(scope, [put(1, product('p')), put(2, product('q')), remove(7, 'p'), remove(8, 'never-there')]);
    await catalog.apply(scope, [put(6, product('p')), put(7, product('p')), put(8, product('never-there'))]);
    expect(await catalog.count(scope)).toBe(1);
    expect(await found(catalog, scope)).toEqual(['q']);
    expect([...(await catalog.existing(scope, ['p', 'q', 'never-there']))]).toEqual(['q']);
    await catalog.apply(scope, [put(9, product('never-there'))]);
    expect(await catalog.count(scope)).toBe(2);
  });

  test('markers are forgotten below a seq, and what was removed stays so', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    await putAll(
      catalog,
      scope,
      ['a', 'b', 'c'].map((id) => product(id)),
    );
    expect(await found(catalog, scope)).toEqual(['a', 'b', 'c']);
    await catalog.apply(scope, [remove(7, 'a'), remove(8, 'b')]);
    await catalog.forgetRemovals(scope, 8);
    expect(await found(catalog, scope)).toEqual(['c']);
    await catalog.apply(scope, [put(4, product('a')), put(5, product('b'))]);
    expect(await found(catalog, scope)).toEqual(['a', 'c']);
  });

  test('one batch may write a product several times: the last wins; a batch may come again', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const named = (name: string) => product('p', unit([1]), { name });
    const writes = [put(1, named('a')), remove(2, 'p'), put(3, named('c'))];
    await catalog.apply(scope, writes);
    await catalog.apply(scope, writes);
    expect((await catalog.get(scope, 'p'))?.name).toBe('c');
    expect(await catalog.count(scope)).toBe(1);
  });

  test('writes of many callers at once are all there when their promises resolve', async () => {
    const { catalog } = subject;
    const scopes = [subject.newScope(), subject.newScope()];
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const scope = scopes[index % 2] ?? subject.newScope();
        await catalog.apply(scope, [put(index + 1, product(`p${index}`))]);
        expect(await found(catalog, scope)).toContain(`p${index}`);
      }),
    );
    for (const scope of scopes) expect(await catalog.count(scope)).toBe(30);
  });

  test('scopes do not see each other: services, and collections of one service', async () => {
    const { catalog } = subject;
    const [one, two] = [subject.newScope(), subject.newScope()];
    const other = { ...one, embedding: embeddings[1] };
    await catalog.apply(one, [put(1, product('p'))]);
    for (const scope of [two, other]) {
      expect(await found(catalog, scope)).toEqual([]);
      expect(await catalog.count(scope)).toBe(0);
      expect(await catalog.get(scope, 'p')).toBeUndefined();
      expect(await exported(catalog, scope)).toEqual([]);
    }
  });

  test('after drop nothing of the service is found in any collection, and a later write changes nothing', async () => {
    const { catalog } = subject;
    const service = subject.newService();
    const scopes = embeddings.map((embedding) => ({ service, embedding }));
    const many = Array.from({ length: 700 }, (_, index) => product(`p${index}`));
    for (const scope of scopes) {
      await putAll(catalog, scope, many);
      expect(await found(catalog, scope)).toHaveLength(100);
    }
    await catalog.drop(service);
    await catalog.drop(service);
    for (const scope of scopes) {
      for (let round = 0; round < 2; round++) {
        expect(await found(catalog, scope)).toEqual([]);
        expect(await catalog.count(scope)).toBe(0);
        expect(await catalog.get(scope, 'p1')).toBeUndefined();
        expect((await catalog.existing(scope, ['p1'])).size).toBe(0);
        expect(await exported(catalog, scope)).toEqual([]);
        await catalog.apply(scope, [put(9_999, product('p1'))]);
      }
    }
  });

  test('a cleared scope is as new, and the service’s other collections keep what they have', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const other = { ...scope, embedding: embeddings[1] };
    const many = Array.from({ length: 700 }, (_, index) => product(`p${index}`));
    for (const one of [scope, other]) {
      await putAll(catalog, one, many);
      await catalog.apply(one, [remove(2_000, 'p0')]);
      expect(await found(catalog, one, { limit: 1 })).toHaveLength(1);
    }
    await catalog.clear(scope);
    expect(await catalog.count(scope)).toBe(0);
    expect(await found(catalog, scope)).toEqual([]);
    expect(await exported(catalog, scope)).toEqual([]);
    expect((await catalog.existing(scope, ['p1', 'p2'])).size).toBe(0);
    expect(await catalog.count(other)).toBe(699);
    expect(await found(catalog, other, { limit: 1_000 })).toHaveLength(699);
    // Older writes than those that were forgotten count again, of removed products too.
    await catalog.apply(scope, [put(1, product('p0')), put(1, product('p2', unit([1, 2])))]);
    expect(await found(catalog, scope)).toEqual(['p0', 'p2']);
    await catalog.clear(scope);
    await catalog.clear(scope);
    expect(await catalog.count(scope)).toBe(0);
  });

  test('export gives every document once, whole, while others are updated', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const documents = Array.from({ length: 1_000 }, (_, index) => product(`p${index}`, unit([1, index]), { s1: 'x' }));
    await putAll(catalog, scope, documents);
    await catalog.apply(scope, [put(2_000, product('last', unit([3, 4])))]);
    const ids: string[] = [];
    for await (const { document } of catalog.export(scope)) {
      if (ids.length % 250 === 0) {
        const again = documents.slice(ids.length, ids.length + 200);
        await catalog.apply(
          scope,
          again.map((one, index) => put(3_000 + ids.length + index, one)),
        );
      }
      ids.push(document.productId);
      if (document.productId === 'p7') expect(document).toEqual(documents[7]);
    }
    expect(ids).toHaveLength(1_001);
    expect(new Set(ids).size).toBe(1_001);
  });

  test('what cannot be stored is refused, and nothing of its batch is written', async () => {
    const { catalog } = subject;
    const scope = subject.newScope();
    const refused = (document: ReturnType<typeof product>) =>
      expect(catalog.apply(scope, [put(1, product('good')), put(2, document)])).rejects;
    await refused(product('p', new Float32Array(3))).toThrow('dimensions');
    await refused(product('p', unit([1]).fill(Number.NaN))).toThrow('finite');
    await refused(product('p', unit([1]), { name: 'a\0b' })).toThrow('name');
    await refused(product('p\ud800')).toThrow('productId');
    await refused(product('')).toThrow('productId');
    const tooMany = Array.from({ length: 1_001 }, (_, index) => put(index, product(`p${index}`)));
    await expect(catalog.apply(scope, tooMany)).rejects.toThrow('1000');
    expect(await catalog.count(scope)).toBe(0);
    const unknown = { ...scope, embedding: 'never-made' };
    await expect(catalog.apply(unknown, [])).rejects.toThrow('never-made');
    expect(await catalog.count(unknown)).toBe(0);
  });
}
