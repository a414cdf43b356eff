import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `scripts/monitoring-tools.sh` puts it. */
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'openfashion/monitoring-tools');
const built = join(cache, 'prometheus-v0.316.0', 'promtool');
const program = process.env['OPENFASHION_TEST_PROMTOOL'] ?? (existsSync(built) ? built : 'promtool');

/** Its version; undefined where there is none on this machine. */
export const promtoolVersion = /version (\S+)/.exec(
  spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '',
)?.[1];

const rules = fileURLToPath(new URL('../../deploy/monitoring/rules/', import.meta.url));

/** Run it in the folder of the rules. */
export function promtool(...args: string[]): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: rules, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}
