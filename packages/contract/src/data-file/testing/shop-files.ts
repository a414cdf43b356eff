import fc from 'fast-check';
import { limits } from '../../limits.js';
import type { DataFormat } from '../../requests/indexes.js';
import type { ProductFields, ProductLine } from '../product-line.js';

// Data files as shops write them, by a writer that knows nothing of the reader.
export const bytes = (text: string) => new TextEncoder().encode(text);
export const join = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf);
export const startsWithMark = (content: Uint8Array) => Buffer.from(content).subarray(0, 3).equals(byteOrderMark);

/** Text of 0 to `max` code points in which a careless reader would find ends of fields and lines. */
const text = (max: number, min = 0) => {
  const unit = fc.constantFrom(
    'a',
    '"',
    ',',
    '\n',
    '\r',
    '\r\n',
    ' ',
    "'",
    '\\',
    '{',
    '상',
    '👗',
    '\uFEFF',
    '\u2028',
    '\t',
  );
  return fc
    .oneof(
      fc.string({ unit, minLength: min, maxLength: 8 }),
      fc.string({ unit: 'grapheme', minLength: min, maxLength: max }),
    )
    .filter((value) => !/\0|\p{Surrogate}/u.test(value) && [...value].length <= max && [...value].length >= min);
};
const { document } = limits;
const optionalFields = {
  category1Id: text(document.category),
  category2Id: text(document.category),
  category3Id: text(document.category),
  s1: text(document.s),
  s2: text(document.s),
};
/** A line of a table, before it is written. */
export type Row = ProductFields & { readonly status: 'enable' | 'disable' };
export const row: fc.Arbitrary<Row> = fc.record({
  productId: text(document.productId, 1),
  status: fc.constantFrom('enable' as const, 'disable' as const),
  name: text(document.name, 1),
  imageUrl: fc.webUrl({ withQueryParameters: true }).filter((address) => address.length <= document.imageUrl),
  ...optionalFields,
});

/** What rule 8.5 makes of a row. */
export function meant({ status, ...product }: Row): ProductLine {
  if (status === 'disable') return { kind: 'disable', productId: product.productId };
  const { productId, name, imageUrl, ...others } = product;
  const filled = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ''));
  return { kind: 'enable', product: { productId, name, imageUrl, ...filled } };
}

/** A file's outer form: what stands before the first line, after each, and whether it does after the last. */
export const form = fc.record({
  mark: fc.boolean(),
  ends: fc.infiniteStream(fc.constantFrom('\n', '\r\n')),
  lastEnd: fc.boolean(),
});
type Form = typeof form extends fc.Arbitrary<infer Value> ? Value : never;

export function fileOf(lines: readonly Uint8Array[], { mark, ends, lastEnd }: Form): Uint8Array {
  const parts = lines.flatMap((line, at) => {
    const end = at < lines.length - 1 || lastEnd ? bytes(ends.next().value) : new Uint8Array();
    return [line, end];
  });
  const content = join(parts);
  // Text that begins like a mark needs one before it.
  return mark || startsWithMark(content) ? join([byteOrderMark, content]) : content;
}

/** RFC 4180: quotes where they must be, and wherever `extra` says. */
function csvLine(row: Row, extra: () => boolean): string {
  const { productId, status, name, category1Id, category2Id, category3Id, imageUrl, s1, s2 } = row;
  return [productId, status, name, category1Id, category2Id, category3Id, imageUrl, s1, s2]
    .map((field = '') => (/[",\r\n]/.test(field) || extra() ? `"${field.split('"').join('""')}"` : field))
    .join(',');
}

/** JSON of one line: any character may be escaped, there may be blanks and keys that nobody knows. */
function jsonLine(row: Row, extra: () => boolean): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const spell = (character: string) =>
    extra() ? character.split('').map(escaped).join('') : JSON.stringify(character).slice(1, -1);
  const string = (value: string) => `"${[...value].map(spell).join('')}"`;
  const blank = () => (extra() ? ' \t' : '');
  const entries = Object.entries({ ...row, ...(extra() && { price: 'x' }) });
  const members = entries.map(([key, value]) => `${blank()}${string(key)}:${blank()}${string(value)}`);
  return `{${members.join(',')}${blank()}}${blank()}`;
}

export const writers: Readonly<Record<DataFormat, (row: Row, extra: () => boolean) => string>> = {
  csv: csvLine,
  jsonl: jsonLine,
};
