import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { taskNames } from '@openfashion/inference/check';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Run the evaluation of one task (`npm run eval`) with this model in its place among the shipped ones; what it prints goes
 * to standard error, since standard output is the check's.
 * @returns whether it ran to its end
 */
export async function evaluate(task: keyof typeof taskNames, folder: string, data: string): Promise<boolean> {
  const models = await mkdtemp(join(tmpdir(), 'openfashion-models-'));
  try {
    for (const [other, name] of Object.entries(taskNames)) {
      await symlink(other === task ? resolve(folder) : join(root, 'models', name), join(models, name), 'dir');
    }
    const options = ['--data', resolve(data), '--models', models, '--only', taskNames[task]];
    const evaluation = spawn('npm', ['run', 'eval', '--silent', '--', ...options], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    const [code] = await once(evaluation, 'exit');
    return code === 0;
  } finally {
    await rm(models, { recursive: true, force: true });
  }
}
