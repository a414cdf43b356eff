import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { chart, examples, type Manifest, one, podOf, printed, processes, readYaml, render } from './chart.js';
import { helm, howToInstall } from './tools.js';

describe.skipIf(helm === undefined)(`the chart’s templates ${helm ? '' : howToInstall}`, () => {
  const rendered = new Map<string, Manifest[]>();
  const of = (example: string) => rendered.get(example) ?? [];
  beforeAll(async () => {
    for (const example of examples) rendered.set(example, await render(example));
  });

  test('every template makes an object in an example', async () => {
    const texts = await Promise.all(examples.map((example) => printed(example)));
    const used = new Set(
      texts.flatMap((text) => [...text.matchAll(/^# Source: openfashion\/templates\/(.+)$/gm)].map(([, file]) => file)),
    );
    const files = await readdir(`${chart}/templates`, { recursive: true });
    expect([...used].sort()).toEqual(files.filter((file) => file.endsWith('.yaml')).sort());
  });

  describe('ingress', () => {
    test('routes the contract and its description, nothing else, with TLS', () => {
      const { spec } = one(of('small'), 'Ingress', 'gateway');
      expect(spec.tls).toEqual([{ hosts: ['fashion.example'], secretName: 'fashion-tls' }]);
      expect(spec.rules).toHaveLength(1);
      expect(spec.rules[0].http.paths.map(({ path, pathType }: Manifest) => [path, pathType])).toEqual([
        ['/v2.0/', 'Prefix'],
        ['/openapi.json', 'Exact'],
      ]);
    });

    test('sends bodies on as they come, up to 64 MB', () => {
      const { annotations } = one(of('small'), 'Ingress', 'gateway').metadata;
      const own = (name: string) => annotations[`nginx.ingress.kubernetes.io/${name}`];
      expect([own('proxy-request-buffering'), own('proxy-body-size')]).toEqual(['off', '64m']);
    });
  });

  describe('services', () => {
    test('of models are headless, so that calls reach every replica', () => {
      for (const name of ['detector', 'embedder', 'tagger']) {
        const { spec } = one(of('small'), 'Service', name);
        expect([spec.clusterIP, spec.ports]).toEqual(['None', [{ name: 'grpc', port: 9090, targetPort: 'grpc' }]]);
      }
    });

    test('of gateways has no way to metrics and probes', () => {
      expect(one(of('small'), 'Service', 'gateway').spec.ports).toEqual([
        { name: 'http', port: 80, targetPort: 'http' },
      ]);
    });

    test('select pods of their own component alone', () => {
      for (const service of of('small').filter(({ kind }) => kind === 'Service')) {
        const found = of('small').filter(
          ({ kind, spec }) =>
            kind === 'Deployment' &&
            Object.entries(service.spec.selector).every(([key, value]) => spec.template.metadata.labels[key] === value),
        );
        expect(found.map(({ metadata }) => metadata.name)).toEqual([service.metadata.name]);
      }
    });
  });

  describe('deployments', () => {
    test('probes ask whether it lives, then whether it is ready, on the operators’ port', () => {
      for (const name of processes) {
        const [container] = podOf(of('small'), name).containers;
        const asked = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) => container[probe].httpGet);
        const alive = { path: '/healthz', port: 'operator' };
        expect(asked).toEqual([alive, alive, { path: '/readyz', port: 'operator' }]);
      }
    });

    test('find pods by labels that an upgrade does not change', async () => {
      const newer = await render('small', 'image.tag=9.9.9');
      for (const name of processes) {
        const selectors = [of('small'), newer].map((all) => one(all, 'Deployment', name).spec.selector);
        expect(selectors[0]).toEqual(selectors[1]);
        expect(podOf(newer, name).containers[0].image).toMatch(/:9\.9\.9$/);
      }
    });

    test('spread over nodes and zones, each version apart', () => {
      for (const name of processes) {
        const constraints = podOf(of('high-availability'), name).topologySpreadConstraints;
        expect(
          constraints.map(({ topologyKey, whenUnsatisfiable }: Manifest) => [topologyKey, whenUnsatisfiable]),
        ).toEqual([
          ['topology.kubernetes.io/zone', 'DoNotSchedule'],
          ['kubernetes.io/hostname', 'ScheduleAnyway'],
        ]);
        for (const { labelSelector, matchLabelKeys } of constraints) {
          expect(labelSelector).toEqual(one(of('high-availability'), 'Deployment', name).spec.selector);
          expect(matchLabelKeys).toEqual(['pod-template-hash']);
        }
      }
    });

    test('a number of replicas stands where no autoscaler has one, and only there', async () => {
      const hpa = await render('gpu', 'autoscaling.engine=hpa');
      for (const manifests of [...rendered.values(), hpa]) {
        for (const name of processes) {
          const scaled = manifests.some(
            ({ kind, metadata }) => /Autoscaler|ScaledObject/.test(kind) && metadata.name === `of-openfashion-${name}`,
          );
          expect('replicas' in one(manifests, 'Deployment', name).spec, name).toBe(!scaled);
        }
      }
      expect(hpa.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')).toHaveLength(1);
    });

    test('secrets are named, files of them mounted for reading', () => {
      const [container] = podOf(of('high-availability'), 'indexer').containers;
      expect(container.env).toContainEqual({
        name: 'OPENFASHION_NATS_URL',
        valueFrom: { secretKeyRef: { name: 'openfashion-stores', key: 'nats-url' } },
      });
      expect(container.volumeMounts).toContainEqual({ name: 'tls', mountPath: '/etc/openfashion/tls', readOnly: true });
    });
  });

  test('budgets let a node be drained, one pod at a time', () => {
    for (const name of processes) {
      const { spec } = one(of('small'), 'PodDisruptionBudget', name);
      expect([spec.maxUnavailable, spec.selector]).toEqual([1, one(of('small'), 'Deployment', name).spec.selector]);
    }
  });

  test('models that are served elsewhere are asked there; without an address nothing is installed', async () => {
    const elsewhere = await render('small', 'tagger.enabled=false', 'tagger.address=tagger.other:9090');
    expect(elsewhere.some(({ metadata }) => metadata.name === 'of-openfashion-tagger')).toBe(false);
    expect(podOf(elsewhere, 'gateway').containers[0].env).toContainEqual({
      name: 'OPENFASHION_TAGGER_ADDR',
      value: 'tagger.other:9090',
    });
    await expect(render('small', 'tagger.enabled=false')).rejects.toThrow(
      'tagger.address: must say where the tagger is',
    );
  });

  describe('values of other makers’ charts', () => {
    test('NATS keeps what it acknowledged, on three servers, for those who have the token', async () => {
      const { config, container } = await readYaml('../stores/nats.yaml');
      expect(config.jetstream).toMatchObject({ enabled: true, fileStore: { enabled: true } });
      expect(config.jetstream.merge).toEqual({ sync_interval: 'always' });
      expect(config.cluster.replicas).toBe(3);
      expect(config.merge.authorization.token).toBe('<< $TOKEN >>');
      expect(container.env['TOKEN'].valueFrom.secretKeyRef).toEqual({ name: 'openfashion-stores', key: 'nats-token' });
    });

    test('Qdrant is a cluster of three, for those who have the key', async () => {
      const qdrant = await readYaml('../stores/qdrant.yaml');
      expect(qdrant).toMatchObject({ replicaCount: 3, config: { cluster: { enabled: true } }, apiKey: true });
    });

    test.each(['nats', 'qdrant'])('%s keeps to Pod Security `restricted` and is bounded', async (store) => {
      const values = await readYaml(`../stores/${store}.yaml`);
      const container = values.container?.merge.securityContext ?? values.containerSecurityContext;
      expect(container.capabilities).toEqual({ drop: ['ALL'] });
      const pod = values.podTemplate?.merge.spec.securityContext ?? container;
      expect(pod.seccompProfile).toEqual({ type: 'RuntimeDefault' });
      const { requests, limits } = values.container?.resources ?? values.resources;
      expect(requests.memory).toBe(limits.memory);
    });

    test.each(examples)('%s comes to both as they ask', (example) => {
      const { env } = podOf(of(example), 'gateway').containers[0];
      const secretOf = (name: string) =>
        env.find((variable: Manifest) => variable.name === name)?.valueFrom?.secretKeyRef;
      expect(secretOf('OPENFASHION_NATS_URL')).toEqual({ name: 'openfashion-stores', key: 'nats-url' });
      expect(secretOf('OPENFASHION_QDRANT_API_KEY')).toEqual({ name: 'qdrant-apikey', key: 'api-key' });
    });

    test('the ingress controller takes as long a link as the gateway', async () => {
      const { controller } = await readYaml('../addons/ingress-nginx.yaml');
      expect(controller.config['large-client-header-buffers']).toBe('4 32k');
    });
  });
});
