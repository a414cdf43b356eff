import { afterAll, beforeAll, describe, test } from 'vitest';
import { cases } from './cases/index.js';
import { foreignTarget, type OpenWorld, openWorld } from './target.js';

const foreign = foreignTarget(process.env);
let open: OpenWorld;

beforeAll(async () => {
  open = await openWorld(foreign);
});
afterAll(() => open?.[Symbol.asyncDispose]());

for (const [about, list] of Object.entries(cases)) {
  describe(about, () => {
    for (const { name, mark, run } of list) {
      test.skipIf(foreign !== undefined && mark === 'decision')(`[${mark}] ${name}`, () => run(open.world));
    }
  });
}
