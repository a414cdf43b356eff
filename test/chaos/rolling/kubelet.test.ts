import { expect, test } from 'vitest';
import { ProcessUnderTest } from '../../harness/process-under-test.js';
import { terminate } from './kubelet.js';

const script = (onTerm: string) => `
process.on('SIGTERM', () => { ${onTerm} });
setInterval(() => {}, 1_000);
console.log('started');`;

async function started(onTerm: string): Promise<ProcessUnderTest> {
  const process = new ProcessUnderTest([globalThis.process.execPath, '--eval', script(onTerm)], {});
  await process.line('started');
  return process;
}

test('a process is told to stop after the wait, and may end by itself', async () => {
  await using process = await started('process.exit(7)');
  const start = performance.now();
  expect(await terminate(process, { preStop: 200, grace: 60_000 })).toBe(7);
  expect(performance.now() - start).toBeGreaterThan(190);
});

test('one that does not end within the grace period is killed', async () => {
  await using process = await started('');
  expect(await terminate(process, { preStop: 0, grace: 300 })).toBe('SIGKILL');
});
