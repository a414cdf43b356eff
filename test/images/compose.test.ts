import { readFile } from 'node:fs/promises';
import { settings } from '@openfashion/settings';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { environmentOf, readStages } from '../../scripts/images/dockerfile.js';
import { imageNames, images, repository } from '../../scripts/images/images.js';

const serviceSchema = z.object({
  image: z.string(),
  build: z.object({ target: z.enum(imageNames) }).optional(),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  privileged: z.literal(false).optional(),
  stop_grace_period: z.string().regex(/^\d+s$/),
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
});
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.object({ internal: z.boolean() }).nullable()),
  configs: z.object({ nats: z.object({ file: z.string() }) }),
});

const read = async (file: string): Promise<unknown> =>
  parse(await readFile(`${repository}/deploy/${file}`, 'utf8'), { merge: true });
const stages = await readStages();
const compose = composeSchema.parse(await read('compose.yaml'));
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);

test('the whole cluster is there, each of ours from the target of its name', () => {
  expect(services.map(([name]) => name).sort()).toEqual(
    ['cli', 'detector', 'embedder', 'gateway', 'indexer', 'nats', 'qdrant', 'tagger'].sort(),
  );
  for (const [name, { image, build }] of ours) {
    expect(build?.target).toBe(name);
    expect(image).toBe(`openfashion-${name}:\${OPENFASHION_VERSION:-0.1.0}`);
  }
});

test.each(services)('%s has an image of one version, and time to end in', (_, { image, stop_grace_period: grace }) => {
  expect(image).toMatch(/:(?!latest)\S+$/);
  expect(Number.parseInt(grace, 10) * 1000).toBeGreaterThan(Number(settings.shutdownGrace.default));
});

test.each(ours)(
  '%s is asked whether it is ready where operators ask it, and told only what there is to tell',
  (name, service) => {
    const known: readonly string[] = Object.values(settings).map(({ variable }) => variable);
    for (const variable of Object.keys(service.environment).filter((one) => one !== 'OPENFASHION_URL')) {
      expect(known).toContain(variable);
    }
    if (name === 'cli') return;
    expect(service.healthcheck?.test).toEqual(['CMD', 'node', '/app/deploy/images/healthy.mjs']);
    const { target } = service.build ?? { target: 'cli' };
    const environment = { ...environmentOf(stages, target), ...service.environment };
    const { OPENFASHION_OPERATOR_PORT: operators, OPENFASHION_PORT: port } = environment;
    expect(images[target].ports.at(-1)).toBe(Number(operators ?? port));
  },
);

test('only gateways are reached from outside, on loopback, and only gateways and indexers reach out', () => {
  expect(compose.networks['inside']).toEqual({ internal: true });
  expect(services.filter(([, { ports }]) => ports.length > 0).map(([name]) => name)).toEqual(['gateway']);
  expect(compose.services['gateway']?.ports.join()).toMatch(/^127\.0\.0\.1:\$\{OPENFASHION_PORT:-8080\}:8080$/);
  const outside = services.filter(([, { networks }]) => networks.includes('outside')).map(([name]) => name);
  expect(outside.sort()).toEqual(['gateway', 'indexer']);
});

test('what the stores acknowledge is on disk', async () => {
  const configuration = await readFile(`${repository}/deploy/${compose.configs.nats.file}`, 'utf8');
  expect(configuration).toMatch(/^jetstream \{\n(.*\n)*? +sync_interval: always\n/m);
  expect(compose.services['qdrant']?.environment['QDRANT__TELEMETRY_DISABLED']).toBe('true');
});

test('on a GPU the models are those with CUDA, and nothing else is another', async () => {
  const schema = z.object({
    services: z.record(
      z.string(),
      z.strictObject({ image: z.string(), build: z.object({ target: z.enum(imageNames) }), deploy: z.unknown() }),
    ),
  });
  const cuda = schema.parse(await read('compose.cuda.yaml'));
  for (const [name, { image, build, deploy }] of Object.entries(cuda.services)) {
    expect(images[build.target].cuda).toBe(name);
    expect(image).toContain(`openfashion-${build.target}:`);
    expect(JSON.stringify(deploy)).toContain('"capabilities":["gpu"]');
  }
  expect(Object.keys(cuda.services)).toEqual(['detector', 'embedder', 'tagger']);
});
