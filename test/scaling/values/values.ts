import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';

const chart = new URL('../../../deploy/helm/openfashion/values.yaml', import.meta.url);

const rules = z.object({
  stabilizationWindowSeconds: z.number(),
  // What is simulated: whichever policy allows most.
  selectPolicy: z.literal('Max').optional(),
  policies: z.array(z.object({ type: z.enum(['Percent', 'Pods']), value: z.number(), periodSeconds: z.number() })),
});
const behavior = z.object({ scaleUp: rules, scaleDown: rules });
const stopping = z.object({ preStopSeconds: z.number(), shutdownGraceSeconds: z.number() });
const bounds = { minReplicas: z.number(), maxReplicas: z.number() };
/** Processors: `2`, `0.5` or `500m`. */
const cores = z
  .string()
  .regex(/^\d+(\.\d+)?m?$/)
  .transform((text) => (text.endsWith('m') ? Number(text.slice(0, -1)) / 1_000 : Number(text)));

const model = z.object({
  ...stopping.shape,
  autoscaling: z.object({
    ...bounds,
    queueWaitP95Seconds: z.number(),
    picturesWaiting: z.number(),
    busyShare: z.number(),
    mainProcessCores: z.number().optional(),
  }),
});

const schema = z
  .object({
    autoscaling: z.object({ behavior }),
    gateway: z.object({
      ...stopping.shape,
      resources: z.object({ requests: z.object({ cpu: cores }) }),
      autoscaling: z.object({ ...bounds, cpuPercent: z.number(), requestsInFlight: z.number() }),
    }),
    detector: model,
    embedder: model,
    tagger: model,
    indexer: z.object({
      ...stopping.shape,
      autoscaling: z.object({
        ...bounds,
        linesWaiting: z.number(),
        pollingIntervalSeconds: z.number(),
        cooldownSeconds: z.number(),
        behavior,
      }),
    }),
  })
  .refine(({ detector, embedder, tagger }) => [embedder, tagger].every((other) => isDeepStrictEqual(other, detector)), {
    error: 'detector, embedder and tagger: are simulated with one set of thresholds, and differ',
  });

/** What the chart's values say of how many replicas there are, and of how they stop. */
export type Values = z.infer<typeof schema>;
/** How a pod ends: the sleep of its hook, and how long its process then takes. */
export type Stopping = z.infer<typeof stopping>;
export type BehaviorRules = z.infer<typeof rules>;

/** @throws ZodError naming what is missing, or what could not be simulated */
export const parseValues = (yaml: string): Values => schema.parse(parse(yaml, { merge: true }));

/** Those of the chart. @throws as {@link parseValues} does */
export const readValues = (): Values => parseValues(chartValues());

/** The file as it stands. */
export const chartValues = (): string => readFileSync(chart, 'utf8');
