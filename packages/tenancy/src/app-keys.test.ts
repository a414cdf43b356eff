import { expect, test } from 'vitest';
import { newAppKey } from './app-keys.js';

test('an app key never begins with a dash, which a command line would take for an option', () => {
  expect(newAppKey(() => Buffer.alloc(15, 0xfb))).toMatch(/^A[\w-]{19}$/);
  expect(newAppKey()).toMatch(/^\w[\w-]{19}$/);
});
