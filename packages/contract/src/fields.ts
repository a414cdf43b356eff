import { z } from 'zod';
import { ContractError } from './errors.js';
import type { Parameters } from './parameters.js';

/** One parameter of a query or form: always text on the wire. */
export interface Field<Value = unknown> {
  readonly schema: z.ZodType<Value, string>;
  readonly required: boolean;
  readonly description: string;
  readonly example?: string;
}

export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F> = F extends Field<infer Value> ? Value : never;
/** What {@link readFields} gives: a field that is not required may be undefined. */
export type FieldValues<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends { required: true } ? ValueOf<F[Name]> : ValueOf<F[Name]> | undefined;
};

type About = { readonly description: string; readonly example?: string };
export const required = <Value>(schema: z.ZodType<Value, string>, about: About) => ({
  schema,
  required: true as const,
  ...about,
});
export const optional = <Value>(schema: z.ZodType<Value, string>, about: About) => ({
  schema,
  required: false as const,
  ...about,
});

/**
 * Read the named fields; others are ignored (rule 1.8).
 * @throws ContractError InvalidParam naming the first field that is missing, given twice or wrong
 */
export function readFields<F extends Fields>(fields: F, parameters: Parameters): FieldValues<F> {
  const values = Object.entries(fields).map(([name, { schema, required: needed }]) => {
    const given = parameters.filter(([key]) => key === name);
    const [first] = given;
    if (given.length > 1) throw new ContractError('InvalidParam', `${name}: must be given once`);
    if (first === undefined) {
      if (needed) throw new ContractError('InvalidParam', `${name}: is required`);
      return [name, undefined];
    }
    const parsed = schema.safeParse(first[1]);
    if (parsed.success) return [name, parsed.data];
    throw new ContractError('InvalidParam', `${name}: ${parsed.error.issues[0]?.message ?? 'is wrong'}`);
  });
  return Object.fromEntries(values) as FieldValues<F>;
}

/** A whole number in plain decimal (rule 1.8). */
export function wholeNumber(min: number, max?: number) {
  const range = max === undefined ? `must be a whole number of at least ${min}` : `must be ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, range)
    .transform(Number)
    .refine((value) => value >= min && (max === undefined || value <= max), range);
}

/** A number in plain decimal, over 0 and at most 1 (rules 1.8, 5.1). */
export const share = z
  .string()
  .regex(/^\d+(\.\d{1,30})?$/, 'must be a plain decimal number over 0 and at most 1')
  .transform(Number)
  .refine((value) => value > 0 && value <= 1, 'must be over 0 and at most 1');

/** `true` or `false` in any letter case (rule 1.8). */
export const truth = z
  .string()
  .regex(/^(true|false)$/i, 'must be true or false')
  .transform((value) => value.toLowerCase() === 'true');

export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, `must be ${new Intl.ListFormat('en', { type: 'disjunction' }).format(values)}`);

/** Text of 1 to `max` characters. */
export const text = (max: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .refine((value) => [...value].length <= max, `must be at most ${max} characters`);
