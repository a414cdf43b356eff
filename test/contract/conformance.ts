import { afterAll, beforeAll, describe, test } from 'vitest';
import { cases } from './cases/index.js';
import type { OpenWorld } from './target.js';

/**
 * Every case of the contract, as a test.
 * @param decisions whether those run that show our reading where the guide is silent
 */
export function conformance(server: string, openWorld: () => Promise<OpenWorld>, { decisions = true } = {}): void {
  describe(`conformance: ${server}`, () => {
    let open: OpenWorld;
    beforeAll(async () => {
      open = await openWorld();
    }, 120_000);
    afterAll(() => open?.[Symbol.asyncDispose]());

    for (const [about, list] of Object.entries(cases)) {
      describe(about, () => {
        for (const { name, mark, run } of list) {
          test.skipIf(!decisions && mark === 'decision')(`[${mark}] ${name}`, () => run(open.world));
        }
      });
    }
  });
}
