import { describe, expect, test } from 'vitest';
import { monthsAfter } from './retention.js';

const at = (text: string) => Date.parse(text) / 1000;

describe('six calendar months (rule 8.11)', () => {
  test.each([
    ['2026-01-15T10:20:30Z', '2026-07-15T10:20:30Z'],
    ['2026-08-31T23:59:59Z', '2027-02-28T23:59:59Z'],
    ['2027-08-31T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['2026-12-01T00:00:00Z', '2027-06-01T00:00:00Z'],
  ])('after %s is %s', (from, to) => {
    expect(monthsAfter(at(from), 6)).toBe(at(to));
  });
});
