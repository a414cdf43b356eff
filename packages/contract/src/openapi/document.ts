import { z } from 'zod';
import { type Body, type Endpoint, endpoints } from '../endpoints.js';
import type { Fields } from '../fields.js';
import { filterFields } from '../filters.js';
import { type ResultName, resultCodes } from '../result-codes.js';

type Json = Record<string, unknown>;

/** The whole API as an OpenAPI 3.1 document, made from the tables that the server itself works by. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'AI Fashion v2.0',
      version: '2.0',
      summary: 'Similar products, detected items and tags of fashion pictures',
      description:
        'Every answer of these routes is HTTP 200; `header.resultCode` tells what became of the request. Unknown paths are HTTP 404, other methods HTTP 405.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The server that serves this document' }],
    security: [{ secretKey: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        secretKey: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'The secret key of the app key in the path, as the whole value; `Bearer ` before it is accepted',
        },
      },
    },
  };
}

function paths(): Json {
  const byPath: Record<string, Json> = {};
  for (const endpoint of Object.values<Endpoint>(endpoints)) {
    byPath[endpoint.path] = { ...byPath[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return byPath;
}

function operation({ id, summary, path, query, filters, body, results, answer }: Endpoint): Json {
  const inQuery = body === undefined ? [...queryParameters(query), ...(filters ? filterParameters() : [])] : [];
  return {
    operationId: id,
    summary,
    parameters: [...pathParameters(path), ...inQuery],
    ...(body && { requestBody: { required: true, content: content(body, filters) } }),
    responses: {
      200: { description: describeResults(results), content: { 'application/json': media(results, answer) } },
    },
  };
}

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const queryParameters = (fields: Fields) =>
  Object.entries(fields).map(([name, field]) => ({
    name,
    in: 'query',
    required: field.required,
    description: field.description,
    schema: textSchema(field),
    ...(field.example !== undefined && { example: field.example }),
  }));

const filterDescription = (field: string) =>
  `Only documents whose ${field} is one of the values: \`equal:a,b\` or \`a,b\`; none of them: \`!equal:a,b\`. May be given several times: all hold`;

const filterParameters = () =>
  filterFields.map((field) => ({
    name: `filter.${field}`,
    in: 'query',
    required: false,
    description: filterDescription(field),
    schema: { type: 'array', items: { type: 'string' } },
    style: 'form',
    explode: true,
    example: ['equal:1003,1005'],
  }));

function content(body: Body, filters: boolean): Json {
  if (body.kind === 'json') return { 'application/json': { schema: jsonSchema(body.schema) } };
  const fields = Object.entries(body.fields);
  const properties = {
    ...Object.fromEntries(
      fields.map(([name, field]) => [name, { ...textSchema(field), description: field.description }]),
    ),
    [body.file]: { type: 'string', format: 'binary', description: 'A file' },
    ...(filters &&
      Object.fromEntries(
        filterFields.map((field) => [`filter.${field}`, { type: 'string', description: filterDescription(field) }]),
      )),
  };
  const required = fields.filter(([, field]) => field.required).map(([name]) => name);
  return { 'multipart/form-data': { schema: { type: 'object', properties, required } } };
}

/** The text on the wire: what a schema takes in, before it turns it into a number or the like. */
function textSchema({ schema }: Fields[string]): Json {
  return jsonSchema(schema, 'input');
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return rest;
}

const describeResults = (results: readonly ResultName[]) =>
  ['| code | message | meaning |', '|---|---|---|']
    .concat(
      results.map(
        (name) => `| ${resultCodes[name].code} | ${resultCodes[name].message} | ${resultCodes[name].meaning} |`,
      ),
    )
    .join('\n');

function media(results: readonly ResultName[], answer: z.ZodType | undefined): Json {
  const errors = results.filter((name) => name !== 'SUCCESS');
  const header = (names: readonly ResultName[], isSuccessful: boolean) => ({
    type: 'object',
    required: ['isSuccessful', 'resultCode', 'resultMessage'],
    properties: {
      isSuccessful: { const: isSuccessful },
      resultCode: { enum: names.map((name) => resultCodes[name].code) },
      resultMessage: { enum: names.map((name) => resultCodes[name].message) },
      ...(!isSuccessful && {
        detail: { type: 'string', description: 'What was wrong, in words (an addition of ours)' },
      }),
    },
  });
  return {
    schema: {
      oneOf: [
        {
          type: 'object',
          title: 'Success',
          required: answer ? ['header', 'data'] : ['header'],
          properties: { header: header(['SUCCESS'], true), ...(answer && { data: jsonSchema(answer) }) },
        },
        { type: 'object', title: 'Error', required: ['header'], properties: { header: header(errors, false) } },
      ],
    },
  };
}
