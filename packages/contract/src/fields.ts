import { z } from 'zod';
import { ContractError } from './errors.js';
import type { Parameters } from './parameters.js';
import { isLongerThan } from './text-length.js';

/** One parameter of a query or form. On the wire it is text; its schema gives the value and checks it. */
export interface Field<Value = unknown> {
  readonly schema: z.ZodType<Value, string>;
  readonly required: boolean;
  /** What is read where the parameter is not given. */
  readonly default?: Value;
  /** Whether it may be given several times; such a parameter has a parser of its own. */
  readonly repeatable?: boolean;
  readonly description: string;
  readonly example?: unknown;
}

/** Fields by name, in the order of the guide's table. */
export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F> = F extends Field<infer Value> ? Value : never;
/** What {@link readFields} gives: a field that is not required and has no default may be undefined. */
export type FieldValues<F extends Fields> = {
  readonly [Name in keyof F as F[Name] extends { repeatable: true } ? never : Name]: F[Name] extends
    | { required: true }
    | { default: unknown }
    ? ValueOf<F[Name]>
    : ValueOf<F[Name]> | undefined;
};

type About = Pick<Field, 'description' | 'example'>;
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
/** @param schema of one value, as it is described; its parser checks it */
export const repeatable = (schema: z.ZodType<string, string>, about: About) => ({
  schema,
  required: false as const,
  repeatable: true as const,
  ...about,
});

/**
 * Read the named fields; others are ignored (rule 1.8).
 * @throws ContractError InvalidParam naming the first field that is missing, given twice or wrong
 */
export function readFields<F extends Fields>(fields: F, parameters: Parameters): FieldValues<F> {
  const single = Object.entries(fields).filter(([, { repeatable: several }]) => !several);
  return Object.fromEntries(
    single.map(([name, field]) => [name, readField(name, field, parameters)]),
  ) as FieldValues<F>;
}

function readField(name: string, field: Field, parameters: Parameters): unknown {
  const [first, second] = parameters.filter(([key]) => key === name);
  if (second !== undefined) throw new ContractError('InvalidParam', `${name}: must be given once`);
  if (first === undefined) {
    if (field.required) throw new ContractError('InvalidParam', `${name}: is required`);
    return field.default;
  }
  const parsed = field.schema.safeParse(first[1]);
  if (parsed.success) return parsed.data;
  throw new ContractError('InvalidParam', `${name}: ${parsed.error.issues[0]?.message}`);
}

/** A whole number in plain decimal (rule 1.8). */
export function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
  const range = `must be ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, range)
    .transform(Number)
    .pipe(z.int().min(min, range).max(max, range));
}

/** A number in plain decimal, over 0 and at most 1 (rules 1.8, 5.1). */
export const share = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'must be a plain decimal number over 0 and at most 1')
  .transform(Number)
  .pipe(
    z
      .number('must be over 0 and at most 1')
      .gt(0, 'must be over 0 and at most 1')
      .max(1, 'must be over 0 and at most 1'),
  );

/** `true` or `false` in any letter case (rule 1.8). */
export const truth = z
  .string()
  .regex(/^(true|false)$/i, 'must be true or false')
  .transform((value) => value.toLowerCase() === 'true')
  .pipe(z.boolean());

/** One of a few words, exactly as written. */
export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, `must be ${new Intl.ListFormat('en', { type: 'disjunction' }).format(values)}`);

/** Text of 1 to `max` characters. */
export const text = (max: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .refine((value) => !isLongerThan(value, max), `must be at most ${max} characters`)
    .meta({ maxLength: max });
