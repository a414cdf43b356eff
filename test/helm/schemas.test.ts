import { beforeAll, describe, expect, test } from 'vitest';
import { examples, type Manifest, one, render } from './chart.js';
import { type Check, kedaCheck, kubernetesCheck } from './schemas.js';
import { helm, howToInstall, toolFile } from './tools.js';

const versions = ['1.30.14', '1.37.2'].map((version) => ({ version, file: toolFile(`kubernetes-${version}.json`) }));
const kedaVersions = ['2.20.2', '2.21.0'].map((version) => ({ version, file: toolFile(`keda-${version}.yaml`) }));
const isKeda = (manifest: Manifest) => manifest.apiVersion.startsWith('keda.sh/');

const rendered = new Map<string, Manifest[]>();
beforeAll(async () => {
  if (helm === undefined) return;
  for (const example of examples) rendered.set(example, await render(example));
});
const of = (example: string) => rendered.get(example) ?? [];
const wrong = (check: Check, manifests: readonly Manifest[]) =>
  manifests.flatMap((manifest) =>
    check(manifest).map((problem) => `${manifest.kind} ${manifest.metadata.name}${problem}`),
  );

describe.each(versions)('Kubernetes $version', ({ file }) => {
  const missing = helm === undefined || file === undefined;
  describe.skipIf(missing)(`its own description ${missing ? howToInstall : ''}`, () => {
    let check: Check;
    beforeAll(async () => {
      check = await kubernetesCheck(file ?? '');
    });

    test.each(examples)('has every object of %s as it is', (example) => {
      const own = of(example).filter((manifest) => !isKeda(manifest));
      expect(own.length).toBeGreaterThan(20);
      expect(wrong(check, own)).toEqual([]);
    });

    test('refuses a field that it does not have, a wrong type and an unknown kind', () => {
      const deployment = structuredClone(one(of('small'), 'Deployment', 'gateway'));
      deployment.spec.template.spec.containers[0].imagePolicy = 'Always';
      deployment.spec.replicas = 'two';
      expect(wrong(check, [deployment]).join()).toMatch(
        /replicas must be integer.*"imagePolicy"|"imagePolicy".*replicas must be integer/,
      );
      expect(check({ ...deployment, apiVersion: 'apps/v1beta1' })).toEqual(['there is no apps/v1beta1 Deployment']);
    });
  });
});

describe.each(kedaVersions)('KEDA $version', ({ file }) => {
  const missing = helm === undefined || file === undefined;
  describe.skipIf(missing)(`its own definition ${missing ? howToInstall : ''}`, () => {
    let check: Check;
    beforeAll(async () => {
      check = await kedaCheck(file ?? '');
    });

    test('has every scaled object as it is', () => {
      const scaled = of('gpu').filter(isKeda);
      expect(scaled).toHaveLength(5);
      expect(wrong(check, scaled)).toEqual([]);
    });

    test('refuses a field that it does not have', () => {
      const scaled = structuredClone(one(of('gpu'), 'ScaledObject', 'indexer'));
      scaled.spec.minReplicas = 0;
      expect(wrong(check, [scaled]).join()).toContain('minReplicas');
    });
  });
});
