import { z } from 'zod';
import type { Field } from '../fields.js';

export type Json = Readonly<Record<string, unknown>>;

/** A schema as OpenAPI 3.1 has it: JSON Schema, without the mark of its dialect, which is OpenAPI's own. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

/** What a parameter is to its sender: a number for a number, though it travels as text. */
export function fieldSchema(field: Field): Json {
  const value = field.repeatable
    ? { type: 'array', items: jsonSchema(field.schema, 'output') }
    : jsonSchema(field.schema, 'output');
  return { ...value, ...(field.default !== undefined && { default: field.default }) };
}
