import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Rules } from './autoscale/hpa.js';
import { surroundings } from './profiles.js';
import { shipped } from './thresholds.js';
import { second } from './units.js';

const file = fileURLToPath(new URL('../../deploy/helm/openfashion/values.yaml', import.meta.url));

const rules = z.object({
  stabilizationWindowSeconds: z.number(),
  policies: z.array(z.object({ type: z.string(), value: z.number(), periodSeconds: z.number() })),
});
const behavior = z.object({ scaleUp: rules, scaleDown: rules });
const seconds = { preStopSeconds: z.number(), shutdownGraceSeconds: z.number() };
const bounded = { minReplicas: z.number(), maxReplicas: z.number() };
const model = z.object({
  ...seconds,
  autoscaling: z.object({
    ...bounded,
    queueWaitP95Seconds: z.number(),
    picturesWaiting: z.number(),
    busyShare: z.number(),
    mainProcessCores: z.number(),
  }),
});
const valuesSchema = z.object({
  autoscaling: z.object({ behavior }),
  gateway: z.object({
    ...seconds,
    autoscaling: z.object({ ...bounded, cpuPercent: z.number(), requestsInFlight: z.number() }),
  }),
  detector: model,
  embedder: model,
  tagger: model,
  indexer: z.object({
    ...seconds,
    autoscaling: z.object({
      ...bounded,
      linesWaiting: z.number(),
      pollingIntervalSeconds: z.number(),
      cooldownSeconds: z.number(),
      behavior,
    }),
  }),
});

const inChart = ({ stabilization, policies }: Rules) => ({
  stabilizationWindowSeconds: stabilization / second,
  policies: policies.map(({ type, value, period }) => ({ type, value, periodSeconds: period / second })),
});

describe.skipIf(!existsSync(file))('the chart’s values (skipped where deploy/helm is not there)', () => {
  const values = () => valuesSchema.parse(parse(readFileSync(file, 'utf8'), { merge: true }));

  test('models are scaled by the thresholds that were simulated', () => {
    const { min, max, queueWaitP95 = 0, waiting, busy, mainProcess, up, down } = shipped.model;
    const { autoscaling, ...components } = values();
    for (const name of ['detector', 'embedder', 'tagger'] as const) {
      expect(components[name].autoscaling).toEqual({
        ...{ minReplicas: min, maxReplicas: max, queueWaitP95Seconds: queueWaitP95 / second },
        ...{ picturesWaiting: waiting, busyShare: busy, mainProcessCores: mainProcess },
      });
    }
    expect(autoscaling.behavior).toEqual({ scaleUp: inChart(up), scaleDown: inChart(down) });
  });

  test('so are gateways and indexers', () => {
    const { gateway, indexer } = values();
    const { min, max, cpu, inFlight } = shipped.gateway;
    expect(gateway.autoscaling).toEqual({
      ...{ minReplicas: min, maxReplicas: max, cpuPercent: cpu * 100, requestsInFlight: inFlight },
    });
    const { up, down, lines, pollingInterval, cooldownPeriod, ...bounds } = shipped.indexer;
    expect(indexer.autoscaling).toEqual({
      ...{ minReplicas: bounds.min, maxReplicas: bounds.max, linesWaiting: lines },
      ...{ pollingIntervalSeconds: pollingInterval / second, cooldownSeconds: cooldownPeriod / second },
      behavior: { scaleUp: inChart(up), scaleDown: inChart(down) },
    });
  });

  test('pods are given the time to finish that was simulated', () => {
    const { gateway, detector, indexer } = values();
    const given = { gateway, model: detector, indexer };
    for (const name of ['gateway', 'model', 'indexer'] as const) {
      expect(given[name].preStopSeconds * second).toBe(surroundings.preStop[name]);
      expect(given[name].shutdownGraceSeconds * second).toBe(surroundings.grace[name]);
    }
  });
});
