import { ContractError } from './errors.js';
import { type ResultName, resultCodes } from './result-codes.js';

/** Every answer's outer form (rules 1.1, 1.5). */
export interface Envelope {
  readonly header: {
    readonly isSuccessful: boolean;
    readonly resultCode: number;
    readonly resultMessage: string;
    readonly detail?: string;
  };
  readonly data?: unknown;
}

export function success(data?: unknown): Envelope {
  return { header: header('SUCCESS'), ...(data !== undefined && { data }) };
}

/** What an error is answered: its own row, or -50000 without a word about the cause (rule 1.7). */
export function failure(error: unknown): Envelope {
  if (!(error instanceof ContractError)) return { header: header('InternalServerError') };
  return { header: { ...header(error.result), detail: error.detail } };
}

function header(result: ResultName) {
  const { code, message } = resultCodes[result];
  return { isSuccessful: code === 0, resultCode: code, resultMessage: message };
}
