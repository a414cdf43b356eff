import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createMetrics } from '@openfashion/telemetry';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Manifest, one, processes, render } from './chart.js';
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

const namesIn = (text: string) => [...text.matchAll(/openfashion_[a-z_]+/g)].map(([name]) => name);
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

  test('every metric that an autoscaler asks for is exported', async () => {
    const known = await exported();
    const scalers = [...keda, ...hpa].filter(({ kind }) => /Autoscaler|ScaledObject/.test(kind));
    const asked = new Set(namesIn(JSON.stringify(scalers)).map((name) => name.replace(/_(bucket|sum|count)$/, '')));
    expect([...asked].sort()).toEqual([
      'openfashion_index_backlog',
      'openfashion_inference_batch_duration_seconds',
      'openfashion_inference_queue_length',
      'openfashion_inference_queue_wait_seconds',
      'openfashion_requests_in_flight',
    ]);
    expect([...asked].filter((name) => !known.has(name))).toEqual([]);
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

  test('models follow the wait, what waits, and how busy they are', () => {
    const triggers = triggersOf(one(keda, 'ScaledObject', 'detector'));
    expect([...triggers.keys()]).toEqual(['queue-wait', 'pictures-waiting', 'busy']);
    // A wait is not divided by the replicas; counts are.
    expect([...triggers.values()].map(({ metricType, metadata }) => [metricType, metadata.threshold])).toEqual([
      ['Value', '0.1'],
      ['AverageValue', '4'],
      ['AverageValue', '0.6'],
    ]);
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
