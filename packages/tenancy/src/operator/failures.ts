import {
  Conflict,
  ContractError,
  DeadlineExceeded,
  Overloaded,
  type ResultName,
  resultCodes,
  Unavailable,
} from '@openfashion/contract';
import type { z } from 'zod';
import { TenancyError } from '../errors.js';
import type { failureSchema } from './operations.js';

type Failure = z.output<typeof failureSchema>;

const classes = { Conflict, DeadlineExceeded, Overloaded, TenancyError, Unavailable };

const isResult = (name: string): name is ResultName => Object.hasOwn(resultCodes, name);
const isClass = (name: string): name is keyof typeof classes => Object.hasOwn(classes, name);

/** An error as the channel sends it. */
export function toFailure(error: unknown): Failure {
  if (error instanceof ContractError) return { error: { name: error.result, message: error.detail } };
  if (error instanceof Error) return { error: { name: error.name, message: error.message } };
  return { error: { name: 'Error', message: String(error) } };
}

/** The error that was sent, so that a caller meets the same class on both sides of the channel. */
export function toError({ error: { name, message } }: Failure): Error {
  if (isResult(name)) return new ContractError(name, message);
  if (isClass(name)) return new classes[name](message);
  return Object.assign(new Error(message), { name });
}
