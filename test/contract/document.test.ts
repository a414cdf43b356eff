import { expect, test } from 'vitest';
import { conformanceProblems } from './document.js';

test('every rule and every result code is shown by a test or has a reason why not', () => {
  expect(conformanceProblems()).toEqual([]);
});
