import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkProviderFiles, type Marker, markerFile } from './provider-files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'providers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A runtime's folder with provider files of three bytes each, and their marker. */
async function install(providers: readonly string[], version: string): Promise<void> {
  const names = providers.map((provider) => `libonnxruntime_providers_${provider}.so`);
  for (const name of names) await writeFile(join(folder, name), 'abc');
  const files = names.map((name) => ({ name, bytes: 3, sha256: '0'.repeat(64) }));
  await writeFile(join(folder, markerFile), JSON.stringify({ version, wheel: 'w.whl', files } satisfies Marker));
}
const check = (provider: 'cuda' | 'tensorrt') => checkProviderFiles(provider, { version: '1.30.0', folder });

test('files of the runtime’s version pass, each provider for itself', async () => {
  await install(['shared', 'cuda'], '1.30.0');
  await check('cuda');
  await expect(check('tensorrt')).rejects.toThrow(
    'the tensorrt provider is not installed: run npm run cuda:install -- --tensorrt',
  );
  await install(['shared', 'cuda', 'tensorrt'], '1.30.0');
  await check('tensorrt');
});

test('files that nobody noted are not trusted', async () => {
  const missing = 'the cuda provider is not installed: run npm run cuda:install (docs/gpu.md)';
  await expect(check('cuda')).rejects.toThrow(missing);
  await writeFile(join(folder, 'libonnxruntime_providers_cuda.so'), 'abc');
  await expect(check('cuda')).rejects.toThrow(missing);
  await writeFile(join(folder, markerFile), '{');
  await expect(check('cuda')).rejects.toThrow(missing);
});

test('files left from another version of the runtime are noticed', async () => {
  await install(['shared', 'cuda'], '1.29.0');
  await expect(check('cuda')).rejects.toThrow(
    'the cuda provider is of 1.29.0, and ONNX Runtime is 1.30.0: run npm run',
  );
});

test('a file that changed or went is noticed', async () => {
  await install(['shared', 'cuda'], '1.30.0');
  const shared = join(folder, 'libonnxruntime_providers_shared.so');
  await writeFile(shared, 'abcd');
  await expect(check('cuda')).rejects.toThrow(`${shared} is not the file that was installed`);
  await rm(shared);
  await expect(check('cuda')).rejects.toThrow(`${shared} is not the file that was installed`);
});
