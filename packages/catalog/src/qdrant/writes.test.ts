import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Write } from '../port.js';
import { PlainCatalog } from '../suite/plain-catalog.js';
import { product, put, remove } from '../suite/samples.js';
import { newestOfEach } from './writes.js';

test('one write of each product leaves what all of a batch in turn leave', () => {
  const write: fc.Arbitrary<Write> = fc
    .record({ id: fc.constantFrom('a', 'b', 'c'), seq: fc.nat(6), name: fc.option(fc.string(), { nil: undefined }) })
    .map(({ id, seq, name }) =>
      name === undefined ? remove(seq, id) : put(seq, product(id, Float32Array.of(1), { name })),
    );
  const batch = fc.array(write, { maxLength: 12 });
  const scope = { service: 's', embedding: 'e' };
  fc.assert(
    fc.property(batch, batch, (before, later) => {
      const [all, newest] = [new PlainCatalog(), new PlainCatalog()];
      all.apply(scope, before);
      newest.apply(scope, before);
      all.apply(scope, later);
      newest.apply(scope, newestOfEach(later));
      expect(newest.puts(scope)).toEqual(all.puts(scope));
      expect(newestOfEach(later).length).toBeLessThanOrEqual(3);
    }),
  );
});
