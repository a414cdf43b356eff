import { describe, type TestOptions } from 'vitest';
import { givenQdrant, qdrantVersion } from './qdrant-server.js';

/** Tests on a server that is given or started; where there is neither, their name says so. */
export const describeWithQdrant = (name: string, tests: () => void, options: TestOptions = {}) =>
  qdrantVersion !== undefined || givenQdrant !== undefined
    ? describe(name, options, tests)
    : describe.skip(`${name} (SKIPPED: no qdrant on the PATH, no OPENFASHION_TEST_QDRANT_URL)`, tests);

/** Tests that start, kill and suspend servers of their own. */
export const describeWithOwnQdrant = (name: string, tests: () => void) =>
  qdrantVersion ? describe(name, tests) : describe.skip(`${name} (SKIPPED: no qdrant on the PATH)`, tests);
