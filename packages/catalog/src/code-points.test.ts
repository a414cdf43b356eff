import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCodePoints } from './code-points.js';

const points = (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0);

function plain(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((point, index) => point !== b[index]);
  return at === -1 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}

test('the order is that of the code points, beyond the BMP too', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\uD7FF', '\uE000', '\uFFFD', '👗', '𝒳'), maxLength: 6 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(plain(points(a), points(b))));
    }),
  );
  expect(['👗', '\uFF5E', 'b', 'ab', 'a'].sort(compareCodePoints)).toEqual(['a', 'ab', 'b', '\uFF5E', '👗']);
});
