import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ProcessUnderTest } from '../../../../test/harness/process-under-test.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test('a model’s process whose parent is killed while it runs a batch ends in silence', async () => {
  const program = `
    import { readModel } from ${JSON.stringify(here('../../dist/index.js'))};
    import { ModelChild } from ${JSON.stringify(here('../../dist/process/model-child.js'))};
    const model = await readModel(${JSON.stringify(join(here('../../../../models'), 'detector'))}, 'detect', 'cpu');
    const child = new ModelChild();
    await child.ask({ kind: 'load', model, provider: 'cpu', threads: 1, warm: [] }, 60_000);
    // A batch that takes longer than the parent lives.
    const { width, height } = model.manifest.input;
    void child.ask({ kind: 'run', size: 64 }, 60_000, [new Uint8Array(64 * width * height * 3)]);
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300);`;
  const parent = new ProcessUnderTest([process.execPath, '--input-type=module', '-e', program], {});
  // Its standard error is the child's too, and is closed when both are gone.
  expect(await parent.exit).toBe('SIGKILL');
  expect(parent.errors).toEqual([]);
}, 60_000);
