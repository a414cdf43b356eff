import { ContractError, Unavailable } from '@openfashion/contract';
import { expect, test } from 'vitest';
import { TenancyError } from '../errors.js';
import { toError, toFailure } from './failures.js';

const travelled = (error: unknown) => toError(JSON.parse(JSON.stringify(toFailure(error))));

test('an error of the contract arrives with its result and detail', () => {
  const error = travelled(new ContractError('NotExistService', 'serviceName: no service shop'));
  expect(error).toBeInstanceOf(ContractError);
  expect(error).toMatchObject({ result: 'NotExistService', detail: 'serviceName: no service shop' });
});

test('a failure of a port arrives as the same class', () => {
  const error = travelled(new Unavailable('the store is closed'));
  expect(error).toBeInstanceOf(Unavailable);
  expect(error.message).toBe('the store is closed');
});

test('an error of the tenancy arrives as one', () => {
  expect(travelled(new TenancyError('no app key a'))).toBeInstanceOf(TenancyError);
});

test('any other error keeps its name and message', () => {
  expect(travelled(new RangeError('five secrets at most'))).toMatchObject({
    name: 'RangeError',
    message: 'five secrets at most',
  });
  expect(travelled('torn')).toMatchObject({ name: 'Error', message: 'torn' });
});
