import type { Endpoint } from '../endpoints.js';
import { success } from '../envelope.js';
import { type ResultName, resultCodes } from '../result-codes.js';
import { successExamples } from './examples.js';
import type { Json } from './json-schema.js';
import { reference } from './schemas.js';

/** `responses` of an operation: every answer is HTTP 200, `header.resultCode` tells them apart (rule 1.1). */
export function responses({ id, results, answer }: Endpoint): Json {
  const errors = results.filter((name) => name !== 'SUCCESS');
  return {
    200: {
      description: resultTable(results),
      headers: {
        'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
        'Retry-After': { $ref: '#/components/headers/Retry-After' },
      },
      content: {
        'application/json': {
          schema: {
            oneOf: [
              {
                type: 'object',
                title: 'Success',
                required: answer ? ['header', 'data'] : ['header'],
                properties: { header: header(['SUCCESS']), ...(answer && { data: reference(answer) }) },
              },
              { type: 'object', title: 'Error', required: ['header'], properties: { header: header(errors) } },
            ],
          },
          examples: {
            SUCCESS: { value: success(successExamples[id]) },
            ...Object.fromEntries(errors.map((name) => [name, { $ref: `#/components/examples/${name}` }])),
          },
        },
      },
    },
  };
}

/** `components.headers`. */
export const responseHeaders: Json = {
  'X-Request-Id': {
    description: 'Id of the request, as logged: the one sent if it is 1 to 128 visible ASCII characters',
    schema: { type: 'string' },
  },
  'Retry-After': {
    description: 'Seconds after which a request that was answered -50000 may be tried again',
    schema: { type: 'integer' },
  },
};

/** `components.examples`: one answer of each error that an endpoint may answer. */
export function errorExamples(used: Iterable<ResultName>): Json {
  const errors = [...new Set(used)].filter((name) => name !== 'SUCCESS');
  return Object.fromEntries(
    errors.map((name) => {
      const { code, message, meaning } = resultCodes[name];
      const answered = { header: { isSuccessful: false, resultCode: code, resultMessage: message } };
      return [name, { summary: meaning, value: answered }];
    }),
  );
}

function header(names: readonly ResultName[]): Json {
  const isSuccessful = names.includes('SUCCESS');
  return {
    type: 'object',
    required: ['isSuccessful', 'resultCode', 'resultMessage'],
    properties: {
      isSuccessful: { type: 'boolean', const: isSuccessful },
      resultCode: { type: 'integer', enum: names.map((name) => resultCodes[name].code) },
      resultMessage: { type: 'string', enum: names.map((name) => resultCodes[name].message) },
      ...(!isSuccessful && {
        detail: { type: 'string', description: 'What was wrong, in words (an addition of ours)' },
      }),
    },
  };
}

function resultTable(results: readonly ResultName[]): string {
  const rows = results.map((name) => {
    const { code, message, meaning } = resultCodes[name];
    return `| ${code} | ${message} | ${meaning} |`;
  });
  return ['| resultCode | resultMessage | meaning |', '|---|---|---|', ...rows].join('\n');
}
