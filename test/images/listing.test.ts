import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type ImageName, imageNames, images, repository } from '../../scripts/images/images.js';
import { list, parts, sbomFor } from '../../scripts/images/lay-out.js';

const listings = new Map(
  await Promise.all(imageNames.map(async (name) => [name, await list(repository, name)] as const)),
);
const listingOf = (name: ImageName) => {
  const listing = listings.get(name);
  if (listing === undefined) throw new Error(`no listing of ${name}`);
  return listing;
};

/** Packages that a file of ours imports, or resolves. */
async function importsOf(file: string): Promise<string[]> {
  const text = await readFile(join(repository, file), 'utf8');
  const specifiers = text.matchAll(/(?:\bfrom |\bimport |\bimport\(|\bresolve\()"([^".][^"]*)"/g);
  return [...specifiers]
    .map(([, specifier = '']) => specifier)
    .filter((specifier) => !isBuiltin(specifier))
    .map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '');
}

test.each(imageNames)('%s holds what it starts, and every package that a file of ours in it imports', async (name) => {
  const { workspace, main, without } = images[name];
  const { code, packages } = listingOf(name);
  expect(code).toContain(`${workspace}/${main}`);
  const imported = await Promise.all(code.filter((file) => file.endsWith('.js')).map(importsOf));
  const held = new Set(packages.map((one) => one.name));
  const lacking = new Set(imported.flat().filter((one) => !held.has(one)));
  expect([...lacking].filter((one) => !without.includes(one))).toEqual([]);
  expect(imported.flat().length).toBeGreaterThan(5);
});

test.each(imageNames)(
  '%s holds nothing of development, of another platform, or of a runtime without models',
  (name) => {
    const { dependencies, code, packages } = listingOf(name);
    const names = packages.map((one) => one.name);
    for (const tool of ['typescript', 'esbuild', 'vitest', '@types/node', '@libsql/linux-x64-musl']) {
      expect(names).not.toContain(tool);
    }
    const elsewhere = /\.(ts|map)$|\/(darwin|win32)\//;
    expect([...dependencies, ...code].filter((file) => elsewhere.test(file))).toEqual([]);
    expect(names.includes('onnxruntime-node')).toBe(images[name].weights.length > 0);
  },
);

test('a model service holds its own weights, a gateway only what models are asked by', () => {
  expect(listingOf('tagger').models).toEqual([
    'models/tagger/README.md',
    'models/tagger/manifest.json',
    'models/tagger/model.onnx',
  ]);
  expect(listingOf('gateway').models).toEqual(
    ['detector', 'embedder', 'tagger'].map((model) => `models/${model}/manifest.json`),
  );
});

test('an image with CUDA is laid out as the other one, but for its bill of materials', () => {
  for (const part of parts) expect(listingOf('tagger-cuda')[part]).toEqual(listingOf('tagger')[part]);
});

const sbomSchema = z.object({
  metadata: z.object({ component: z.object({ name: z.string() }) }),
  components: z.array(
    z.object({ type: z.string(), name: z.string(), version: z.string(), hashes: z.array(z.unknown()).optional() }),
  ),
});

test('the bill of materials names every package, Node, weights and wheels, with what each is held to', async () => {
  const { packages } = listingOf('detector-cuda');
  const sbom = sbomSchema.parse(await sbomFor(repository, 'detector-cuda', packages));
  expect(sbom.metadata.component.name).toBe('openfashion-detector-cuda');
  expect(sbom.components.map(({ name }) => name)).toEqual(expect.arrayContaining(packages.map(({ name }) => name)));
  expect(sbom.components).toContainEqual(expect.objectContaining({ name: 'node', version: process.versions.node }));
  const others = sbom.components.filter(({ name }) => name !== 'node' && !name.startsWith('@openfashion/'));
  expect(others.filter(({ hashes }) => hashes === undefined)).toEqual([]);
  expect(others.map(({ type }) => type)).toContain('machine-learning-model');
  expect(others.map(({ name }) => name)).toContain('nvidia-cudnn-cu13');
});
