import { z } from 'zod';
import { limits } from '../limits.js';
import type { DataFormat } from '../requests/indexes.js';
import type { ResultName } from '../result-codes.js';
import { parseCsvRecord } from './csv-record.js';

/** The fields of a product that is added or updated; those that are empty are absent (rule 8.5). */
export interface ProductFields {
  readonly productId: string;
  readonly name: string;
  readonly imageUrl: string;
  readonly category1Id?: string;
  readonly category2Id?: string;
  readonly category3Id?: string;
  readonly s1?: string;
  readonly s2?: string;
}

/** Why a line cannot take effect, as `?include=failures` answers it (rule 8.11). */
export interface LineFailure {
  readonly kind: 'invalid';
  /** If it can be read at all. */
  readonly productId?: string;
  readonly reason: Extract<ResultName, 'InvalidImageURLException'> | 'InvalidLine';
  /** What was wrong, in words, naming the field. */
  readonly detail: string;
}

export type ProductLine =
  | { readonly kind: 'enable'; readonly product: ProductFields }
  | { readonly kind: 'disable'; readonly productId: string }
  | LineFailure;

/** Columns of CSV, in the guide's order. */
export const lineColumns = [
  'productId',
  'status',
  'name',
  'category1Id',
  'category2Id',
  'category3Id',
  'imageUrl',
  's1',
  's2',
] as const;

const field = (max: number) =>
  z
    .string('must be a string')
    .refine((value) => !value.includes('\0'), 'must not contain NUL')
    .refine((value) => !/\p{Surrogate}/u.test(value), 'must not contain a lone surrogate')
    .refine((value) => [...value].length <= max, `must be at most ${max} characters`);
const filled = (max: number) => field(max).min(1, 'must not be empty');
const { document } = limits;

const identity = z.object({
  productId: filled(document.productId),
  status: z.enum(['enable', 'disable'], 'must be enable or disable'),
});
/** An enable line, as the guide's table of fields has it; lengths are code points. */
export const enableLine = z.object({
  productId: filled(document.productId).describe('Unique key'),
  status: z.literal('enable').describe('enable: add or update; disable: delete'),
  name: filled(document.name).describe('Name of the product'),
  category1Id: field(document.category).optional(),
  category2Id: field(document.category).optional(),
  category3Id: field(document.category).optional(),
  imageUrl: filled(document.imageUrl).describe('Address of the picture'),
  s1: field(document.s).optional(),
  s2: field(document.s).optional(),
});

/** Read one line of a data file. Unknown keys are ignored; `content` has no line break at its end. */
export function parseLine(content: string, format: DataFormat): ProductLine {
  const record = format === 'jsonl' ? jsonRecord(content) : csvRecord(content);
  if (typeof record === 'string') return { kind: 'invalid', reason: 'InvalidLine', detail: record };
  const productId = readableId(record);
  const invalid = (issue: z.core.$ZodIssue | undefined): LineFailure => ({
    kind: 'invalid',
    reason: 'InvalidLine',
    detail: `${issue?.path.join('.') || 'line'}: ${issue?.message ?? 'is wrong'}`,
    ...(productId !== undefined && { productId }),
  });
  const line = identity.safeParse(record);
  if (!line.success) return invalid(line.error.issues[0]);
  if (line.data.status === 'disable') return { kind: 'disable', productId: line.data.productId };
  const enable = enableLine.safeParse(record);
  if (!enable.success) return invalid(enable.error.issues[0]);
  const { status: _status, ...fields } = enable.data;
  const address = addressProblem(fields.imageUrl);
  if (address !== undefined) {
    return {
      kind: 'invalid',
      productId: fields.productId,
      reason: 'InvalidImageURLException',
      detail: `imageUrl: ${address}`,
    };
  }
  return { kind: 'enable', product: withoutEmpty(fields) };
}

function jsonRecord(content: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(content);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : 'line: must be a JSON object';
  } catch {
    return 'line: must be JSON';
  }
}

function csvRecord(content: string): Record<string, unknown> | string {
  const fields = parseCsvRecord(content);
  if (fields === undefined) return 'line: has a quote that does not fit RFC 4180';
  if (fields.length !== lineColumns.length)
    return `line: must have ${lineColumns.length} columns, has ${fields.length}`;
  return Object.fromEntries(lineColumns.map((column, index) => [column, fields[index]]));
}

function readableId(record: Record<string, unknown>): string | undefined {
  const parsed = identity.shape.productId.safeParse(record['productId']);
  return parsed.success ? parsed.data : undefined;
}

/** What an address itself tells (rule 7.3); whether it may be fetched is the download's matter. */
function addressProblem(address: string): string | undefined {
  if (!URL.canParse(address)) return 'must be an address';
  const { protocol, username, password } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') return 'must be an http or https address';
  return username !== '' || password !== '' ? 'must not carry credentials' : undefined;
}

function withoutEmpty({
  productId,
  name,
  imageUrl,
  ...rest
}: Omit<z.output<typeof enableLine>, 'status'>): ProductFields {
  const filledFields = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '');
  return { productId, name, imageUrl, ...Object.fromEntries(filledFields) };
}
