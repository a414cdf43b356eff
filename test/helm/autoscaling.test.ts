import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createMetrics } from '@openfashion/telemetry';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Manifest, one, processes, readYaml, render } from './chart.js';
import { helm, howToInstall } from './tools.js';

/** Names that processes export: the table of metrics, and gauges that are made where their value is known. */
async function exported(): Promise<Set<string>> {
  const names = new Set(
    createMetrics()
      .registry.getMetricsAsArray()
      .map(({ name }) => name),
  );
  const packages = fileURLToPath(new URL('../../packages', import.meta.url));
  for (const file of await readdir(packages, { recursive: true })) {
    if (!/^[^/]+\/src\/.*(?<!\.test)\.ts$/.test(file)) continue;
    const source = await readFile(`${packages}/${file}`, 'utf8');
    for (const [, name] of source.matchAll(/gauges?\(\s*'(openfashion_[a-z_]+)'/g)) if (name) names.add(name);
  }
  return names;
}

/** Metrics that a query, or several, ask for; of a histogram the histogram's. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/\b(?:openfashion|process)_[a-z0-9_]+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''));
const metricsOf = ({ spec }: Manifest): string[] =>
  spec.metrics.flatMap((metric: Manifest) => (metric.pods ?? metric.external)?.metric.name ?? []);
const behaviorOf = ({ spec }: Manifest) => spec.behavior ?? spec.advanced.horizontalPodAutoscalerConfig.behavior;
const triggersOf = (manifest: Manifest) =>
  new Map<string, Manifest>(manifest.spec.triggers.map((trigger: Manifest) => [trigger.name ?? trigger.type, trigger]));

describe.skipIf(helm === undefined)(`autoscaling ${helm ? '' : howToInstall}`, () => {
  let keda: Manifest[];
  let hpa: Manifest[];
  beforeAll(async () => {
    keda = await render('gpu');
    hpa = await render('high-availability');
  });

  test('every metric that KEDA asks a Prometheus for is exported', async () => {
    const known = await exported();
    const queries = keda
      .filter(({ kind }) => kind === 'ScaledObject')
      .flatMap(({ spec }) => spec.triggers.map(({ metadata }: Manifest) => metadata.query ?? ''));
    const asked = new Set(queries.flatMap(namesIn));
    expect([...asked].sort()).toEqual([
      'openfashion_index_backlog',
      'openfashion_inference_batch_duration_seconds',
      'openfashion_inference_queue_length',
      'openfashion_inference_queue_wait_seconds',
      'openfashion_requests_in_flight',
      'process_cpu_seconds_total',
    ]);
    expect([...asked].filter((name) => !known.has(name))).toEqual([]);
  });

  test('every metric that an HPA asks the adapter for is served by a rule, from one that is exported', async () => {
    const known = await exported();
    const { rules } = await readYaml('../addons/prometheus-adapter.yaml');
    const served = ({ seriesQuery, name }: Manifest) => name?.as ?? seriesQuery.replace(/\{.*/, '');
    for (const [type, list] of [
      ['Pods', rules.custom],
      ['External', rules.external],
    ]) {
      const asked = hpa
        .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
        .flatMap(({ spec }) =>
          metricsOf({ spec: { metrics: spec.metrics.filter((metric: Manifest) => metric.type === type) } }),
        );
      expect([...new Set(asked)].sort(), type).toEqual(list.map(served).sort());
      for (const { seriesQuery } of list) expect(known, seriesQuery).toContain(namesIn(seriesQuery)[0]);
    }
  });

  test('every process is scaled, by the Deployment of its own', () => {
    for (const [manifests, kind] of [
      [keda, 'ScaledObject'],
      [hpa, 'HorizontalPodAutoscaler'],
    ] as const) {
      for (const name of processes) {
        const { scaleTargetRef } = one(manifests, kind, name).spec;
        expect(scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: `of-openfashion-${name}` });
      }
    }
  });

  test('no answer of Prometheus never reads as idle', () => {
    for (const name of processes) {
      for (const trigger of one(keda, 'ScaledObject', name).spec.triggers) {
        if (trigger.type === 'prometheus') expect(trigger.metadata.ignoreNullValues).toBe('false');
      }
    }
  });

  test('models follow the wait, what waits, how busy they are, and their main process', () => {
    const triggers = triggersOf(one(keda, 'ScaledObject', 'detector'));
    expect([...triggers.keys()]).toEqual(['queue-wait', 'pictures-waiting', 'busy', 'main-process']);
    // A wait is not divided by the replicas; counts are.
    expect([...triggers.values()].map(({ metricType, metadata }) => [metricType, metadata.threshold])).toEqual([
      ['Value', '0.1'],
      ['AverageValue', '4'],
      ['AverageValue', '0.6'],
      ['AverageValue', '0.6'],
    ]);
    const { metrics } = one(hpa, 'HorizontalPodAutoscaler', 'detector').spec;
    const asked = metrics.filter(({ type }: Manifest) => type === 'Pods');
    expect(new Map(asked.map(({ pods }: Manifest) => [pods.metric.name, pods.target.averageValue]))).toEqual(
      new Map([
        ['openfashion_inference_queue_wait_p95_seconds', '0.1'],
        ['openfashion_inference_queue_length', '4'],
        ['openfashion_inference_busy_share', '0.6'],
        ['openfashion_main_process_cores', '0.6'],
      ]),
    );
    for (const { metadata } of triggers.values()) expect(metadata.query).toContain('pod=~"of-openfashion-detector-.+"');
  });

  test('gateways follow the processor and requests in flight', () => {
    const triggers = triggersOf(one(keda, 'ScaledObject', 'gateway'));
    expect([...triggers.keys()]).toEqual(['cpu', 'requests-in-flight']);
    const metrics = one(hpa, 'HorizontalPodAutoscaler', 'gateway').spec.metrics;
    expect(metrics.map(({ type }: Manifest) => type)).toEqual(['Resource', 'Pods']);
  });

  test('indexers come from none by the lines that wait, which gateways tell too', () => {
    const scaled = one(keda, 'ScaledObject', 'indexer');
    expect(scaled.spec.minReplicaCount).toBe(0);
    // With no Prometheus nobody knows what waits: somebody works.
    expect(scaled.spec.fallback).toMatchObject({ replicas: 1, behavior: 'currentReplicasIfHigher' });
    const { query } = triggersOf(scaled).get('lines-waiting')?.metadata ?? {};
    expect(query).toBe(
      'max(openfashion_index_backlog{namespace="shop",pod=~"of-openfashion-(gateway|indexer)-.+",of="lines"})',
    );
  });

  test('up is faster than down', () => {
    for (const manifest of processes.map((name) => one(keda, 'ScaledObject', name))) {
      const { scaleUp, scaleDown } = behaviorOf(manifest);
      expect(scaleUp.stabilizationWindowSeconds).toBe(0);
      expect(scaleDown.stabilizationWindowSeconds).toBeGreaterThanOrEqual(300);
    }
  });
});
