import { expect, test } from 'vitest';
import { pins } from '../../scripts/cuda/pins.js';
import { environmentOf, readStages, valuesOf } from '../../scripts/images/dockerfile.js';
import { type ImageName, imageNames, images, repository, startCommand, user } from '../../scripts/images/images.js';
import { parts } from '../../scripts/images/lay-out.js';
import { readWheels } from '../../scripts/images/wheels.js';

const stages = await readStages();
const last = (name: ImageName, kind: string) => valuesOf(stages, name, kind)[0];

test('bases have a tag that says which they are', () => {
  const bases = stages.get('')?.instructions.filter(({ name }) => name === 'ARG') ?? [];
  expect(bases.map(({ value }) => value.split('=')[0])).toEqual(['NODE', 'PYTHON']);
  for (const { value } of bases) expect(value).toMatch(/^\w+=[\w./-]+:(?!latest)[\w.-]+$/);
});

test.each(imageNames)('%s is a target on the shared base, and runs nothing while it is built', (name) => {
  let at: string = name;
  while (at !== 'base') {
    const stage = stages.get(at);
    expect(stage, `the stage ${at}`).toBeDefined();
    expect(stage?.instructions.map((one) => one.name)).not.toContain('RUN');
    at = stage?.from ?? 'base';
  }
  expect(stages.get('base')?.from).toBe('scratch');
  expect(stages.get('base')?.instructions.map((one) => one.name)).not.toContain('RUN');
});

test.each(imageNames)('%s runs as nobody in particular, and sends nothing to the makers of its runtime', (name) => {
  expect(valuesOf(stages, name, 'USER')).toEqual([`${user}:${user}`]);
  const environment = environmentOf(stages, name);
  expect(environment).toMatchObject({ ORT_DISABLE_TELEMETRY: '1', NODE_ENV: 'production' });
  // Node 24 dies of a variable without a name.
  for (const assignment of Object.entries(environment)) expect(assignment.join('=')).toMatch(/^[A-Z_]+=./);
});

test.each(imageNames)('%s starts what the table of images says, at its ports', (name) => {
  expect(JSON.parse(last(name, 'CMD') ?? last(name, 'ENTRYPOINT') ?? '')).toEqual(startCommand(images[name]));
  expect((last(name, 'EXPOSE') ?? '').split(' ').filter(Boolean).map(Number)).toEqual(images[name].ports);
  expect(last(name, 'LABEL')).toContain(`title="openfashion-${name}"`);
});

test.each(imageNames)('%s has dependencies, models and code as layers of their own', (name) => {
  const { cuda = name } = images[name];
  const copies = valuesOf(stages, cuda, 'COPY');
  expect(copies.slice(0, 3)).toEqual(parts.map((part) => `--from=files /images/${cuda}/${part}/ /app/`));
});

test.each(imageNames.filter((name) => images[name].cuda))(
  '%s is the other image, with CUDA and its own list',
  (name) => {
    expect(stages.get(name)?.from).toBe(images[name].cuda);
    const own = stages.get(name)?.instructions.filter((one) => one.name === 'COPY') ?? [];
    expect(own.map(({ value }) => value)).toEqual([
      '--from=wheels /libraries/nvidia/ /usr/local/lib/nvidia/',
      '--from=provider /provider/ /app/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/',
      `--from=files /images/${name}/code/sbom.cdx.json /app/`,
    ]);
    expect(last(name, 'ENV')).toContain('OPENFASHION_EXECUTION_PROVIDER=cuda');
  },
);

test('the wheels are those that the provider needs, and the provider the one that the installer takes', async () => {
  const wheels = await readWheels(repository);
  const needed = pins.libraries.cuda.flatMap(({ pip }) => pip ?? []);
  expect(wheels.map(({ name }) => name).sort()).toEqual([...new Set([...needed, pins.package])].sort());
  expect(wheels).toContainEqual({ name: pins.package, version: pins.version, sha256: pins.sha256 });
});
