import { z } from 'zod';
import { limits } from '../limits.js';
import type { DataFormat } from '../requests/indexes.js';
import type { ResultName } from '../result-codes.js';
import { isLongerThan } from '../text-length.js';
import { readRecord } from './record.js';

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
  /** What was wrong, in words, naming the field if a single one is to blame. */
  readonly detail: string;
}

export type ProductLine =
  | { readonly kind: 'enable'; readonly product: ProductFields }
  | { readonly kind: 'disable'; readonly productId: string }
  | LineFailure;

const field = (max: number) =>
  z
    .string('must be a string')
    .refine((value) => !value.includes('\0'), 'must not contain NUL')
    .refine((value) => !/\p{Surrogate}/u.test(value), 'must not contain a lone surrogate')
    .refine((value) => !isLongerThan(value, max), `must be at most ${max} characters`)
    .meta({ maxLength: max });
const filled = (max: number) => field(max).min(1, 'must not be empty').meta({ maxLength: max });
const { document } = limits;

const identity = z.object({
  productId: filled(document.productId).describe('Unique key'),
  status: z.enum(['enable', 'disable'], 'must be enable or disable').describe('enable: add or update; disable: delete'),
});
/** The line of an enabled product, as the guide's table of fields has it; lengths are code points. */
export const productLine = identity.extend({
  name: filled(document.name).describe('Name of the product'),
  category1Id: field(document.category).optional().describe('Category, first level'),
  category2Id: field(document.category).optional().describe('Category, second level'),
  category3Id: field(document.category).optional().describe('Category, third level'),
  imageUrl: filled(document.imageUrl).describe('Address of the picture'),
  s1: field(document.s).optional().describe('First filter of searches'),
  s2: field(document.s).optional().describe('Second filter of searches'),
});

/** Read one line of a data file. Unknown keys are ignored; `content` has no line break at its end. */
export function parseLine(content: string, format: DataFormat): ProductLine {
  const { fields, problem } = readRecord(content, format);
  const { data: productId } = identity.shape.productId.safeParse(fields['productId']);
  const known = productId !== undefined && { productId };
  if (problem !== undefined) return { ...wholeLine(problem), ...known };
  const invalid = ([issue]: readonly z.core.$ZodIssue[]): LineFailure => ({
    kind: 'invalid',
    reason: 'InvalidLine',
    detail: `${issue?.path.join('.')}: ${issue?.message}`,
    ...known,
  });

  const identified = identity.safeParse(fields);
  if (!identified.success) return invalid(identified.error.issues);
  if (identified.data.status === 'disable') return { kind: 'disable', productId: identified.data.productId };
  const enabled = productLine.safeParse(fields);
  if (!enabled.success) return invalid(enabled.error.issues);
  const { status: _enable, ...product } = enabled.data;
  const address = addressProblem(product.imageUrl);
  if (address === undefined) return { kind: 'enable', product: withoutEmpty(product) };
  return { kind: 'invalid', reason: 'InvalidImageURLException', detail: `imageUrl: ${address}`, ...known };
}

/** A line of which no single field is to blame. */
export const wholeLine = (problem: string): LineFailure => ({
  kind: 'invalid',
  reason: 'InvalidLine',
  detail: problem,
});

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
}: Omit<z.output<typeof productLine>, 'status'>): ProductFields {
  const filledFields = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '');
  return { productId, name, imageUrl, ...Object.fromEntries(filledFields) };
}
