import { z } from 'zod';
import { documentFailureSchema, modelChangeSchema, reembeddingSchema } from '../model-change/records.js';
import { standings } from '../model-change/standing.js';
import { serviceSchema } from '../services.js';
import { done, nothing, operation } from './operation.js';

const embedding = z.string().min(1).max(64);
const names = z.array(z.string().min(1).max(128)).max(10_000).readonly();
const owned = z.object({ appKey: z.string(), service: serviceSchema });
const standing = owned.extend({ standing: z.enum(standings), reembedding: reembeddingSchema.exactOptional() });

/** Calls of the channel about the models of services. */
export const modelOperations = {
  modelStatus: operation(
    'model-status',
    z.strictObject({}),
    z.object({ change: modelChangeSchema.exactOptional(), services: z.array(standing).readonly() }),
    ({ models }) => models.status(),
  ),
  modelFailures: operation(
    'model-failures',
    z.strictObject({}),
    z.array(z.object({ appKey: z.string(), service: z.string(), failures: z.array(documentFailureSchema).readonly() })),
    ({ models }) => models.failures(),
  ),
  startModelChange: operation('start-model-change', z.strictObject({ to: embedding }), nothing, ({ models }, { to }) =>
    done(models.start(to)),
  ),
  switchModels: operation(
    'switch-models',
    z.strictObject({ names, force: z.boolean() }),
    z.array(owned),
    ({ models }, { names, force }) => models.switchOver(names, { force }),
  ),
  switchModelsBack: operation('switch-models-back', z.strictObject({ names }), z.array(owned), ({ models }, input) =>
    models.switchBack(input.names),
  ),
  retryModels: operation('retry-models', z.strictObject({ names }), z.array(owned), ({ models }, input) =>
    models.retry(input.names),
  ),
  finishModelChange: operation('finish-model-change', z.strictObject({}), nothing, ({ models }) =>
    done(models.finish()),
  ),
  abandonModelChange: operation('abandon-model-change', z.strictObject({}), nothing, ({ models }) =>
    done(models.abandon()),
  ),
} as const;
