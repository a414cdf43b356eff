import { z } from 'zod';
import { ContractError } from '../errors.js';
import { oneOf, optional, readFields, required, wholeNumber } from '../fields.js';
import { limits } from '../limits.js';
import type { Parameters } from '../parameters.js';
import { isLongerThan } from '../text-length.js';

export const dataFormats = ['jsonl', 'csv'] as const;
export type DataFormat = (typeof dataFormats)[number];

export const createIndexFields = {
  format: required(oneOf(dataFormats), { description: 'Format of the data file', example: 'jsonl' }),
  // How a link can be wrong is a matter of the file's delivery, not of the parameter (rule 7.3).
  link: optional(z.string(), {
    description: 'Address of the data file; wins over file',
    example: 'https://cdn.my-domain.com/202106251000_product.jsonl',
  }),
};

/**
 * Whether there is a link or a file is the caller's to see: the file is no parameter.
 * @throws ContractError InvalidParam; InvalidFileError for a link that is too long or no address
 */
export function parseCreateIndex(parameters: Parameters): {
  readonly format: DataFormat;
  readonly link: string | undefined;
} {
  const { format, link } = readFields(createIndexFields, parameters);
  if (link === undefined) return { format, link };
  const { addressCharacters } = limits.pictures;
  if (isLongerThan(link, addressCharacters)) {
    throw new ContractError('InvalidFileError', `link: must be at most ${addressCharacters} characters`);
  }
  if (!URL.canParse(link)) throw new ContractError('InvalidFileError', 'link: must be an address');
  return { format, link };
}

/** Statuses of a job (rule 8.8). */
export const jobStatuses = ['reserved', 'running', 'failed', 'finished', 'canceled', 'deleted'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** What a list of jobs can be ordered by (rule 8.10). */
export const jobOrderFields = [
  'requestedTime',
  'startTime',
  'finishTime',
  'addedCount',
  'failedCount',
  'deletedCount',
  'exceededCount',
  'updatedCount',
  'totalCount',
] as const;

export interface JobOrder {
  readonly field: (typeof jobOrderFields)[number];
  readonly direction: 'asc' | 'desc';
}

const orders = jobOrderFields.flatMap((field) => (['asc', 'desc'] as const).map((direction) => ({ field, direction })));
const orderName = ({ field, direction }: JobOrder) => `${field}:${direction}`;
const newestFirst: JobOrder = { field: 'requestedTime', direction: 'desc' };

const order = z.enum(
  orders.map(orderName),
  `must be field:asc or field:desc with a field of ${jobOrderFields.join(', ')}`,
);

const statuses = z
  .string()
  .transform((value) => value.split(','))
  .pipe(z.array(z.enum(jobStatuses, `must be of ${jobStatuses.join(', ')}`)).min(1));

export const listIndexesFields = {
  start: required(wholeNumber({ min: 0, max: limits.indexList.window - limits.indexList.limit.min }), {
    description: `How many jobs to pass over; start + limit is at most ${limits.indexList.window}`,
    example: 0,
  }),
  limit: required(wholeNumber(limits.indexList.limit), { description: 'How many jobs at most', example: 100 }),
  order: { ...optional(order, { description: 'What to sort by' }), default: orderName(newestFirst) },
  statuses: optional(statuses, {
    description: 'Only jobs of these statuses, separated by commas',
    example: ['running', 'finished'],
  }),
  status: optional(statuses, { description: 'Another name of statuses; not both', example: ['running'] }),
};

export interface ListIndexesRequest {
  readonly start: number;
  readonly limit: number;
  readonly order: JobOrder;
  readonly statuses?: readonly JobStatus[];
}

/** @throws ContractError InvalidParam naming what is wrong */
export function parseListIndexes(parameters: Parameters): ListIndexesRequest {
  const values = readFields(listIndexesFields, parameters);
  const { start, limit } = values;
  if (values.statuses && values.status)
    throw new ContractError('InvalidParam', 'statuses: must not be given beside status');
  if (start + limit > limits.indexList.window) {
    throw new ContractError('InvalidParam', `start: start + limit must be at most ${limits.indexList.window}`);
  }
  const wanted = values.statuses ?? values.status;
  return {
    start,
    limit,
    order: orders.find((one) => orderName(one) === values.order) ?? newestFirst,
    ...(wanted && { statuses: wanted }),
  };
}

export const getIndexFields = {
  include: optional(z.string(), {
    description: '`failures` adds why lines failed (an addition of ours)',
    example: 'failures',
  }),
};

/** @throws ContractError InvalidParam naming what is wrong */
export function parseGetIndex(parameters: Parameters): { readonly failures: boolean } {
  const { include = '' } = readFields(getIndexFields, parameters);
  return { failures: include.split(',').includes('failures') };
}
