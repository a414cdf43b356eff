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

export function operation<Input extends z.ZodType, Output extends z.ZodType>(
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

/** Of an operation that answers nothing. */
export const done = async (work: Promise<void>): Promise<null> => {
  await work;
  return null;
};

/** What it answers. */
export const nothing = z.null();
