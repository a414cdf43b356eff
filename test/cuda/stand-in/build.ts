import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const source = fileURLToPath(new URL('cuda.c', import.meta.url));

/**
 * Build stand-ins for the libraries that a provider is linked to: each has all functions that the provider takes from it,
 * those of cuda.c and, for the others, ones that do nothing and report success.
 * @throws Error where there is no `nm` or no C compiler
 */
export async function buildStandIns(provider: string, folder: string): Promise<void> {
  const written = await readFile(source, 'utf8');
  for (const [library, functions] of await functionsByLibrary(provider)) {
    const others = functions.filter((name) => !written.includes(` ${name}(`) && !written.includes(`*${name}(`));
    const [code, versions] = [join(folder, `${library}.c`), join(folder, `${library}.map`)];
    await writeFile(code, `${written}\n${others.map((name) => `int ${name}() { return 0; }`).join('\n')}\n`);
    await writeFile(versions, `${library} { global: *; };\n`);
    const flags = ['-w', '-shared', '-fPIC', `-Wl,-soname,${library}`, `-Wl,--version-script=${versions}`];
    await run('cc', [...flags, '-o', join(folder, library), code]);
  }
}

/** The functions with a version, which names their library, and one of the driver without; each library has some or none. */
async function functionsByLibrary(provider: string): Promise<Map<string, string[]>> {
  const libraries = new Map<string, string[]>([
    ['libcuda.so.1', ['cuTensorMapEncodeTiled']],
    ['libcurand.so.10', []],
  ]);
  const { stdout } = await run('nm', ['-D', '--undefined-only', provider]);
  for (const [, name = '', library = ''] of stdout.matchAll(/ U (\w+)@(lib\w+\.so\.\d+)$/gm)) {
    libraries.set(library, [...(libraries.get(library) ?? []), name]);
  }
  return libraries;
}
