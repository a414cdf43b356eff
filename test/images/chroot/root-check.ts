import { user } from '../../../scripts/images/images.js';
import { nodeVersion } from './lay.js';
import { type ChrootRun, say } from './run.js';

const attempts = `
import { existsSync, writeFileSync } from 'node:fs';
const attempt = (path) => { try { writeFileSync(path, ''); return 'written'; } catch ({ code }) { return code; } };
const tools = ['/bin/sh', '/usr/bin/apt', '/usr/bin/dpkg', '/usr/local/bin/npm'];
console.log(process.version, process.getuid(), attempt('/app/x'), attempt('/x'), attempt('/tmp/x'), tools.filter(existsSync).length);
`;

/** See that the root is what it should be: Node as the Dockerfile names it, nobody's to write, nothing in it to install or type with. */
export async function checkRoot(run: ChrootRun): Promise<void> {
  const found = await run.ran('detector', ['node', '--input-type=module', '--eval', attempts]);
  if (found !== `v${await nodeVersion()} ${user} EROFS EROFS written 0`)
    throw new Error(`the root is another: ${found}`);
  say('root', found);
}
