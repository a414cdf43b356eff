import { type Body, type FormFile, pathVariables } from '../endpoints.js';
import type { Field, Fields } from '../fields.js';
import { fieldSchema, type Json, jsonSchema } from './json-schema.js';

/** `parameters` of an operation: those of its path, then those of its query in the order of the guide's table. */
export function parameters(path: string, query: Fields): readonly Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({ $ref: `#/components/parameters/${name}` }));
  return [...inPath, ...Object.entries(query).map(([name, field]) => queryParameter(name, field))];
}

/** `components.parameters`: the variables of paths. */
export function pathParameters(): Json {
  return Object.fromEntries(
    Object.entries(pathVariables).map(([name, { schema, description }]) => [
      name,
      { name, in: 'path', required: true, description, schema: jsonSchema(schema) },
    ]),
  );
}

function queryParameter(name: string, field: Field): Json {
  const schema = fieldSchema(field);
  return {
    name,
    in: 'query',
    required: field.required,
    description: field.description,
    schema,
    // A list is one parameter with commas; what may be repeated is one parameter each.
    ...(schema['type'] === 'array' && { style: 'form', explode: field.repeatable === true }),
    ...(field.example !== undefined && { example: exampleOf(field) }),
  };
}

const exampleOf = ({ repeatable, example }: Field) => (repeatable ? [example] : example);

/** `requestBody` of an operation. */
export function requestBody(body: Body): Json {
  const content =
    body.kind === 'json'
      ? { 'application/json': { schema: jsonSchema(body.schema) } }
      : { 'multipart/form-data': form(body.fields, body.file) };
  return { required: true, content };
}

function form(fields: Fields, file: FormFile): Json {
  const entries = Object.entries(fields);
  const properties = {
    ...Object.fromEntries(
      entries.map(([name, field]) => [
        name,
        {
          ...fieldSchema(field),
          description: field.description,
          ...(field.example !== undefined && { examples: [exampleOf(field)] }),
        },
      ]),
    ),
    [file.name]: { type: 'string', format: 'binary', description: file.description },
  };
  return {
    schema: {
      type: 'object',
      properties,
      required: entries.filter(([, field]) => field.required).map(([name]) => name),
      anyOf: [{ required: [file.orField] }, { required: [file.name] }],
    },
    encoding: { [file.name]: { contentType: file.mediaTypes.join(', ') } },
  };
}
