import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Endpoint, type EndpointId, endpoints } from '../endpoints.js';
import { openApiDocument } from './document.js';
import { successExamples } from './examples.js';

const parameter = z.object({
  name: z.string(),
  required: z.boolean(),
  schema: z.record(z.string(), z.unknown()),
  explode: z.boolean().optional(),
});
const operation = z.object({
  operationId: z.string(),
  parameters: z.array(z.union([parameter, z.object({ $ref: z.string() })])),
});
const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) }).parse(openApiDocument());
const operations = Object.values(paths).flatMap((methods) => Object.values(methods));

function query(id: EndpointId) {
  const found = operations.find(({ operationId }) => operationId === id)?.parameters ?? [];
  return found.flatMap((one) => ('name' in one ? [one] : []));
}

test('the document is valid OpenAPI 3.1, its references lead somewhere', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(openApiDocument()));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(validator.version).toBe('3.1');
  expect(() => validator.resolveRefs()).not.toThrow();
});

test('it has every endpoint once', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(ids.toSorted()).toEqual(Object.keys(endpoints).toSorted());
});

describe('parameters', () => {
  test('stand in the order of the guide’s table', () => {
    expect(query('searchByLink').map(({ name }) => name)).toEqual([
      'limit',
      'link',
      'filter.category1Id',
      'filter.category2Id',
      'filter.category3Id',
      'filter.s1',
      'filter.s2',
      'minSimilarity',
      'includeDuplicates',
    ]);
  });

  test('are what they mean, with bounds and defaults, though they travel as text', () => {
    const [limit, ...others] = query('searchByProduct');
    expect(limit).toMatchObject({ required: true, schema: { type: 'integer', minimum: 1, maximum: 200 } });
    expect(others.find(({ name }) => name === 'minSimilarity')?.schema).toEqual({
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
    });
    expect(others.find(({ name }) => name === 'includeDuplicates')?.schema).toEqual({
      type: 'boolean',
      default: false,
    });
    expect(query('tag').find(({ name }) => name === 'lang')?.schema).toMatchObject({
      enum: ['en', 'ko', 'ja'],
      default: 'en',
    });
  });

  test('that are lists have commas, filters are repeated', () => {
    expect(query('listIndexes').find(({ name }) => name === 'statuses')).toMatchObject({ explode: false });
    expect(query('searchByProduct').find(({ name }) => name === 'filter.s1')).toMatchObject({ explode: true });
  });
});

test('the example of each success is one', () => {
  for (const { id, answer } of Object.values<Endpoint>(endpoints)) {
    expect(id in successExamples, id).toBe(answer !== undefined);
    expect(answer?.safeParse(successExamples[id]).error).toBeUndefined();
  }
});

test('docs/openapi.json is what is generated', () => {
  const written = readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8');
  expect(written).toBe(`${JSON.stringify(openApiDocument(), null, 2)}\n`);
});
