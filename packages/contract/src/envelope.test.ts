import { expect, test } from 'vitest';
import { failure, success } from './envelope.js';
import { ContractError, Unavailable } from './errors.js';
import { resultCodes } from './result-codes.js';

test('a success has its data, or none', () => {
  const header = { isSuccessful: true, resultCode: 0, resultMessage: 'SUCCESS' };
  expect(success()).toEqual({ header });
  expect(success({ indexId: 'a' })).toEqual({ header, data: { indexId: 'a' } });
});

test('a known error is its row of the table, what was wrong stands in detail (rule 1.5)', () => {
  expect(failure(new ContractError('ServiceQuotaExceededException', 'serviceName: five at most'))).toEqual({
    header: {
      isSuccessful: false,
      resultCode: -42030,
      resultMessage: 'ServiceQuotaExceededException',
      detail: 'serviceName: five at most',
    },
  });
});

test.each([new Unavailable('tcp://10.0.0.7:4222 is down'), new Error('secret'), 'text', undefined])(
  'anything else is -50000 without a word about its cause (rule 1.7): %s',
  (error) => {
    expect(failure(error)).toEqual({
      header: { isSuccessful: false, resultCode: -50000, resultMessage: 'InternalServerError' },
    });
  },
);

test('each row is found by its own message, and no code stands twice', () => {
  const rows = Object.entries(resultCodes);
  for (const [name, { message }] of rows) expect(message).toBe(name);
  expect(new Set(rows.map(([, { code }]) => code)).size).toBe(rows.length);
});
