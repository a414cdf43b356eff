import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { chart, examples, type Manifest, readYaml } from './chart.js';

const schema = JSON.parse(await readFile(`${chart}/values.schema.json`, 'utf8'));
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);

/** As helm does it: maps are merged, everything else is replaced. */
function merged(base: Manifest, over: Manifest): Manifest {
  const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap(base) || !isMap(over)) return over;
  const both = Object.keys(over).map((key) => [key, key in base ? merged(base[key], over[key]) : over[key]]);
  return { ...base, ...Object.fromEntries(both) };
}

const shipped = await readYaml('values.yaml');
const small = merged(shipped, await readYaml('examples/small.yaml'));
function problems(over: Manifest): string[] {
  validate(merged(small, over));
  return [...new Set((validate.errors ?? []).map(({ instancePath }) => instancePath))];
}

test.each(examples)('the values of examples/%s.yaml are allowed', async (example) => {
  validate(merged(shipped, await readYaml(`examples/${example}.yaml`)));
  expect(validate.errors).toBeNull();
});

test('a chart without a registry of images is not installed', () => {
  expect(problems({ image: { registry: '' } })).toEqual(['/image/registry']);
});

test.each([
  ['a password in an address', { stores: { nats: { url: 'nats://user:word@nats:4222' } } }, '/stores/nats/url'],
  ['half of a reference to a secret', { stores: { qdrant: { caSecret: { name: 'x' } } } }, '/stores/qdrant/caSecret'],
  ['the latest image', { image: { tag: 'latest' } }, '/image/tag'],
  ['an ingress without TLS', { ingress: { tlsSecretName: '' } }, '/ingress/tlsSecretName'],
  ['KEDA without a Prometheus', { autoscaling: { engine: 'keda' } }, '/autoscaling/prometheusAddress'],
  ['gateways from zero', { gateway: { autoscaling: { minReplicas: 0 } } }, '/gateway/autoscaling/minReplicas'],
  ['pods without a bound of memory', { indexer: { resources: { limits: null } } }, '/indexer/resources/limits'],
  ['a provider that there is not', { tagger: { executionProvider: 'rocm' } }, '/tagger/executionProvider'],
])('%s is refused by its place', (_what, over, place) => {
  expect(problems(over)).toContain(place);
});

test('a misspelt value is refused', () => {
  expect(problems({ gateway: { replica: 3 } })).toEqual(['/gateway']);
});
