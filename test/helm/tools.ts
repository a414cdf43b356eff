import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `scripts/deploy-tools.sh` puts them. */
const folder =
  process.env['OPENFASHION_TEST_DEPLOY_TOOLS'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'openfashion/deploy-tools');

/** A file that the script brings; undefined while it is not there. */
export function toolFile(name: string): string | undefined {
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}

/** The pinned helm, or the one on the path. */
export const helm: string | undefined =
  toolFile('helm-4.1.4') ?? (spawnSync('helm', ['version']).status === 0 ? 'helm' : undefined);

/** Behind the name of a suite that is skipped. */
export const howToInstall = '(missing: scripts/deploy-tools.sh brings it)';
