import { z } from 'zod';
import type { Operator } from './port.js';

/** One call of the channel: `POST /<path>` with `input` as its JSON body, answered with `output`. */
export interface Operation<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly path: string;
  readonly input: Input;
  readonly output: Output;
  /** Parse a body and do what it asks. @throws InvalidInput */
  perform(operator: Operator, body: unknown): Promise<z.output<Output>>;
}

/** A body that the operation does not take. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
}

function operation<Input extends z.ZodType, Output extends z.ZodType>(
  path: string,
  input: Input,
  output: Output,
  run: (operator: Operator, input: z.output<Input>) => Promise<z.output<Output>>,
): Operation<Input, Output> {
  return {
    path,
    input,
    output,
    perform(operator, body) {
      const parsed = input.safeParse(body);
      if (!parsed.success) throw new InvalidInput(z.prettifyError(parsed.error), { cause: parsed.error });
      return run(operator, parsed.data);
    },
  };
}

const done = async (work: Promise<void>): Promise<null> => {
  await work;
  return null;
};

const appKey = z.string().min(1).max(64);
const name = z.string().min(1).max(128);
const time = z.int().nonnegative();
const nothing = z.null();
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
} as const;

/** How a failure travels: a result name of the contract with its detail, a class of ours, or any other error's name. */
export const failureSchema = z.object({ error: z.object({ name: z.string(), message: z.string() }) });
