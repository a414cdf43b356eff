import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { ExecutionProvider } from '../manifest.js';

/** What `npm run cuda:install` notes beside the files that it puts into the runtime's folder. */
export const markerSchema = z.object({
  /** Of ONNX Runtime. */
  version: z.string(),
  /** The wheel that the files are from. */
  wheel: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
});
export type Marker = z.infer<typeof markerSchema>;
export const markerFile = 'openfashion-providers.json';

/** The installed `onnxruntime-node`. */
export interface Runtime {
  readonly version: string;
  /** Folder of its libraries, where it looks for those of providers. */
  readonly folder: string;
}

export async function installedRuntime(): Promise<Runtime> {
  const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(manifest, 'utf8')));
  return { version, folder: join(dirname(manifest), 'bin', 'napi-v6', process.platform, process.arch) };
}

export async function readMarker(folder: string): Promise<Marker | undefined> {
  try {
    return markerSchema.parse(JSON.parse(await readFile(join(folder, markerFile), 'utf8')));
  } catch {
    // Missing or damaged: either way nothing tells what the files are.
    return undefined;
  }
}

const installCommands: Readonly<Record<Exclude<ExecutionProvider, 'cpu'>, string>> = {
  cuda: 'npm run cuda:install',
  tensorrt: 'npm run cuda:install -- --tensorrt',
};

/**
 * The runtime loads the files of another version without a word, and then does anything; so they are held to what was noted
 * when they were installed.
 * @throws Error with a sentence that names the command to run
 */
export async function checkProviderFiles(
  provider: Exclude<ExecutionProvider, 'cpu'>,
  { version, folder }: Runtime,
): Promise<void> {
  const remedy = `run ${installCommands[provider]} (docs/gpu.md)`;
  const marker = await readMarker(folder);
  const files = marker?.files.filter(({ name }) => /_(shared|cuda)\.so$/.test(name) || name.includes(provider)) ?? [];
  if (marker === undefined || !files.some(({ name }) => name.includes(provider))) {
    throw new Error(`the ${provider} provider is not installed: ${remedy}`);
  }
  if (marker.version !== version) {
    throw new Error(`the ${provider} provider is of ${marker.version}, and ONNX Runtime is ${version}: ${remedy}`);
  }
  for (const { name, bytes } of files) {
    const size = await stat(join(folder, name)).catch(() => undefined);
    if (size?.size !== bytes) throw new Error(`${join(folder, name)} is not the file that was installed: ${remedy}`);
  }
}
