import { z } from 'zod';
import { modelOperations } from './model-operations.js';
import { done, nothing, operation } from './operation.js';

const appKey = z.string().min(1).max(64);
const name = z.string().min(1).max(128);
const time = z.int().nonnegative();
const secret = z.object({ id: z.string(), createdAt: time }).readonly();
const knownAppKey = z.object({
  appKey,
  label: z.string().exactOptional(),
  createdAt: time,
  secrets: z.array(secret),
});

/** Every call that the channel knows. */
export const operations = {
  ping: operation('ping', z.strictObject({}), nothing, async () => null),
  createAppKey: operation(
    'create-app-key',
    z.strictObject({ label: z.string().max(200).exactOptional() }),
    z.object({ appKey, secretKey: z.string() }),
    (operator, options) => operator.createAppKey(options),
  ),
  addSecret: operation(
    'add-secret',
    z.strictObject({ appKey }),
    z.object({ secretId: z.string(), secretKey: z.string() }),
    (operator, input) => operator.addSecret(input.appKey),
  ),
  revokeSecret: operation('revoke-secret', z.strictObject({ appKey, secretId: name }), nothing, (operator, input) =>
    done(operator.revokeSecret(input.appKey, input.secretId)),
  ),
  revokeAppKey: operation('revoke-app-key', z.strictObject({ appKey }), nothing, (operator, input) =>
    done(operator.revokeAppKey(input.appKey)),
  ),
  listAppKeys: operation('list-app-keys', z.strictObject({}), z.array(knownAppKey), (operator) =>
    operator.listAppKeys(),
  ),
  cancelJob: operation(
    'cancel-job',
    z.strictObject({ appKey, serviceName: name, indexId: name }),
    nothing,
    (operator, { appKey, serviceName, indexId }) => done(operator.cancelJob(appKey, serviceName, indexId)),
  ),
  ...modelOperations,
} as const;

/** How a failure travels: a result name of the contract with its detail, a class of ours, or any other error's name. */
export const failureSchema = z.object({ error: z.object({ name: z.string(), message: z.string() }) });
