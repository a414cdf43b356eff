// Turns the src/ of the package in the working directory into dist/, file by file: types are checked
// apart (`npm run typecheck`), so a build takes milliseconds and dist/ has the folders of src/.
import { cp, readdir, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
const names = await readdir('src', { recursive: true, withFileTypes: true });
const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
const sources = files.filter((file) => extname(file) === '.ts' && !file.endsWith('.test.ts'));
await build({
  entryPoints: sources,
  outbase: 'src',
  outdir: 'dist',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
});
for (const asset of files.filter((file) => extname(file) !== '.ts')) {
  await cp(asset, join('dist', asset.slice('src/'.length)));
}
