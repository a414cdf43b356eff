import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { endpoints } from '../endpoints.js';
import { openApiDocument } from './document.js';

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(openApiDocument());
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(validator.version).toBe('3.1');
});

test('it has every endpoint', () => {
  const text = JSON.stringify(openApiDocument());
  for (const { id } of Object.values(endpoints)) expect(text).toContain(`"operationId":"${id}"`);
});

test('docs/openapi.json is what is generated', () => {
  const written = readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8');
  expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});
