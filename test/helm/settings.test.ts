import { longestRequest, patience } from '@openfashion/gateway';
import { readSettings, type SettingName, settings } from '@openfashion/settings';
import { beforeAll, describe, expect, test } from 'vitest';
import { settings as ofGateway } from '../../gateway/src/process/start.js';
import { settingNames as ofModels } from '../../packages/model-server/src/settings.js';
import { settings as ofIndexer } from '../../services/indexer/src/start.js';
import { examples, type Manifest, type Process, podOf, processes, render } from './chart.js';
import { helm, howToInstall } from './tools.js';

const read: Readonly<Record<Process, readonly SettingName[]>> = {
  gateway: [...ofGateway, 'logLevel'],
  indexer: [...ofIndexer, 'logLevel'],
  detector: ofModels,
  embedder: ofModels,
  tagger: ofModels,
};
/** What stands in the secrets. */
const secrets: Readonly<Record<string, string>> = {
  OPENFASHION_NATS_URL: 'nats://user:word@nats:4222',
  OPENFASHION_QDRANT_API_KEY: 'word',
};

const environmentOf = (pod: Manifest): Record<string, string> =>
  Object.fromEntries(
    pod.containers[0].env.map(({ name, value }: Manifest) => [name, value === undefined ? secrets[name] : value]),
  );
const portsOf = (pod: Manifest): Record<string, number> =>
  Object.fromEntries(pod.containers[0].ports.map(({ name, containerPort }: Manifest) => [name, containerPort]));

describe.skipIf(helm === undefined)(`settings of the chart’s processes ${helm ? '' : howToInstall}`, () => {
  const rendered = new Map<string, Manifest[]>();
  const pod = (example: string, name: Process) => podOf(rendered.get(example) ?? [], name);
  beforeAll(async () => {
    for (const example of examples) rendered.set(example, await render(example));
  });

  const all = examples.flatMap((example) => processes.map((name) => [example, name] as const));

  test.each(all)('%s: the %s starts with what it is given, and reads all of it', (example, name) => {
    const environment = environmentOf(pod(example, name));
    expect(() => readSettings(environment, read[name])).not.toThrow();
    const known = new Set<string>(read[name].map((setting) => settings[setting].variable));
    expect(Object.keys(environment).filter((variable) => !known.has(variable))).toEqual([]);
  });

  test.each(all)('%s: the %s listens where its probes, callers and proxies ask', (example, name) => {
    const its = pod(example, name);
    const { host, port, operatorPort, grpcPort } = readSettings(environmentOf(its), [
      'host',
      'port',
      'operatorPort',
      'grpcPort',
    ]);
    expect(host).toBe('0.0.0.0');
    const ports = portsOf(its);
    if (name === 'gateway') expect(ports).toEqual({ operator: operatorPort, http: port });
    else if (name === 'indexer') expect(ports).toEqual({ operator: port });
    else expect(ports).toEqual({ operator: port, grpc: grpcPort });
  });

  test.each(all)('%s: the %s has longer to end than its longest work', (example, name) => {
    const its = pod(example, name);
    const environment = environmentOf(its);
    const { shutdownGrace, inferenceTimeout, qdrantTimeout } = readSettings(environment, [
      'shutdownGrace',
      'inferenceTimeout',
      'qdrantTimeout',
    ]);
    // Requests have the part of it that the gateway leaves them; a call of a model is kept for 60 s (packages/inference,
    // grpc/server/call.ts); an indexer's write to Qdrant has three times a read's time.
    if (name === 'gateway')
      expect(patience({ shutdownGrace, inferenceTimeout })).toBe(longestRequest({ inferenceTimeout }));
    else expect(shutdownGrace).toBeGreaterThan(name === 'indexer' ? 3 * qdrantTimeout : 60_000);
    const preStop = 1_000 * (its.containers[0].lifecycle?.preStop.sleep.seconds ?? 0);
    expect(1_000 * its.terminationGracePeriodSeconds).toBeGreaterThan(preStop + shutdownGrace);
  });

  test('a GPU is asked for, and used, by the three models alone', () => {
    for (const name of processes) {
      const its = pod('gpu', name);
      const isModel = !(name === 'gateway' || name === 'indexer');
      expect(its.containers[0].resources.limits['nvidia.com/gpu']).toBe(isModel ? 1 : undefined);
      expect(its.containers[0].image).toBe(`registry.example/shop/openfashion-${name}${isModel ? '-cuda' : ''}:0.1.0`);
      expect(environmentOf(its)['OPENFASHION_EXECUTION_PROVIDER']).toBe(isModel ? 'cuda' : undefined);
    }
  });

  test('what an operator sets wins over the chart', async () => {
    const manifests = await render('small', 'gateway.settings.OPENFASHION_LOG_LEVEL=debug');
    expect(environmentOf(podOf(manifests, 'gateway'))['OPENFASHION_LOG_LEVEL']).toBe('debug');
    expect(environmentOf(podOf(manifests, 'indexer'))['OPENFASHION_LOG_LEVEL']).toBe('info');
  });
});
