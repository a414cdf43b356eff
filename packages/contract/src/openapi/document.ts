import { type Endpoint, endpoints } from '../endpoints.js';
import type { Json } from './json-schema.js';
import { parameters, pathParameters, requestBody } from './request.js';
import { errorExamples, responseHeaders, responses } from './responses.js';
import { namedSchemas } from './schemas.js';

const all = Object.values<Endpoint>(endpoints);

/** The whole API as an OpenAPI 3.1 document, made from the tables that the server itself works by. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'AI Fashion v2.0',
      version: '2.0',
      summary: 'Similar products, detected items and tags of fashion pictures',
      description:
        'Every answer of these routes is HTTP 200; `header.resultCode` tells what became of the request. Unknown paths are HTTP 404, other methods HTTP 405. Unknown parameters are ignored, known ones given twice are refused unless they are lists of values.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The server that serves this document' }],
    security: [{ secretKey: [] }],
    tags: [...new Set(all.map(({ chapter }) => chapter))].map((name) => ({ name })),
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
      parameters: pathParameters(),
      headers: responseHeaders,
      schemas: namedSchemas(),
      examples: errorExamples(all.flatMap(({ results }) => results)),
    },
  };
}

function paths(): Json {
  const byPath: Record<string, Json> = {};
  for (const endpoint of all) {
    byPath[endpoint.path] = { ...byPath[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return byPath;
}

function operation(endpoint: Endpoint): Json {
  const { id, chapter, summary, path, query, body } = endpoint;
  return {
    operationId: id,
    tags: [chapter],
    summary,
    parameters: parameters(path, query),
    ...(body && { requestBody: requestBody(body) }),
    responses: responses(endpoint),
  };
}
