import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLongerThan } from './text-length.js';

test('characters are code points', () => {
  expect(isLongerThan('👗'.repeat(72), 72)).toBe(false);
  expect(isLongerThan('👗'.repeat(73), 72)).toBe(true);
});

test('for any text and limit', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '상', '👗', '\ud83d'), maxLength: 40 }),
      fc.nat(20),
      (text, max) => {
        expect(isLongerThan(text, max)).toBe([...text].length > max);
      },
    ),
  );
});
