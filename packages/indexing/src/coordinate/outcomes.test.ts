import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideOutcomes, type Intent, type Outcome } from './outcomes.js';

const put = (productId: string): Intent => ({ kind: 'put', productId });
const remove = (productId: string): Intent => ({ kind: 'remove', productId });
const failed: Intent = { kind: 'failed' };
const decide = (lines: readonly Intent[], stored: readonly string[], quota = 100, others = 0) =>
  decideOutcomes(lines, { stored: new Set(stored), documents: stored.length + others, quota });

describe('outcomes of lines (rules 8.6, 8.7)', () => {
  test('a new product is added, a stored one updated', () => {
    expect(decide([put('a'), put('b')], ['b'])).toEqual(['added', 'updated']);
  });
  test('the same product twice counts twice', () => {
    expect(decide([put('a'), put('a'), remove('a'), remove('a'), put('a')], [])).toEqual([
      'added',
      'updated',
      'deleted',
      'deleted',
      'added',
    ]);
  });
  test('the delete of an unknown product counts as deleted and makes no room', () => {
    expect(decide([remove('x'), put('a')], [], 10, 10)).toEqual(['deleted', 'exceeded']);
  });
  test('line order decides who is exceeded, and earlier deletes make room', () => {
    expect(decide([put('a'), put('b'), remove('old'), put('c'), put('d')], ['old'], 11, 9)).toEqual([
      'added',
      'exceeded',
      'deleted',
      'added',
      'exceeded',
    ]);
  });
  test('an update needs no room', () => {
    expect(decide([put('a'), put('new')], ['a'], 1)).toEqual(['updated', 'exceeded']);
  });
  test('a new product that fails is failed, not exceeded, and takes no room', () => {
    expect(decide([failed, put('a'), failed], [], 1)).toEqual(['failed', 'added', 'failed']);
  });
  test('an exceeded product is not there: its delete frees nothing, its next line is exceeded again', () => {
    expect(decide([put('a'), remove('a'), put('a')], [], 1, 1)).toEqual(['exceeded', 'deleted', 'exceeded']);
  });

  const intent = fc.oneof(
    fc.constantFrom('a', 'b', 'c', 'd', 'e').map(put),
    fc.constantFrom('a', 'b', 'c', 'd', 'e').map(remove),
    fc.constant(failed),
  );

  /** The same by hand: a list of everything that the service holds, looked through for each line. */
  function naive(lines: readonly Intent[], shop: readonly string[], quota: number): [Outcome[], string[]] {
    let held = [...shop];
    const outcomes = lines.map((line): Outcome => {
      if (line.kind === 'failed') return 'failed';
      if (line.kind === 'remove') {
        held = held.filter((id) => id !== line.productId);
        return 'deleted';
      }
      if (held.includes(line.productId)) return 'updated';
      if (held.length >= quota) return 'exceeded';
      held.push(line.productId);
      return 'added';
    });
    return [outcomes, held];
  }

  test('agrees with a naive model, however lines are cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(intent, { maxLength: 40 }),
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'x', 'y'), { maxLength: 5 }),
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: 1, max: 9 }),
        (lines, shop, quota, chunk) => {
          let held: string[] = shop;
          const outcomes: Outcome[] = [];
          for (let from = 0; from < lines.length; from += chunk) {
            const part = lines.slice(from, from + chunk);
            const ids = part.flatMap((line) => (line.kind === 'failed' ? [] : [line.productId]));
            const stored = new Set(held.filter((id) => ids.includes(id)));
            outcomes.push(...decideOutcomes(part, { stored, documents: held.length, quota }));
            [, held] = naive(part, held, quota);
          }
          expect(outcomes).toEqual(naive(lines, shop, quota)[0]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
