import type { DataFormat } from '../requests/indexes.js';
import { parseCsvRecord } from './csv-record.js';

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

/** One line's fields by name, not yet checked. */
export interface LineRecord {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Why the line as a whole cannot be read; `fields` is then what could be read of it. */
  readonly problem?: string;
}

/** Take one line or record apart. */
export function readRecord(content: string, format: DataFormat): LineRecord {
  return format === 'jsonl' ? jsonRecord(content) : csvRecord(content);
}

function jsonRecord(content: string): LineRecord {
  try {
    const value: unknown = JSON.parse(content);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { fields: { ...value } } : { fields: {}, problem: 'must be a JSON object' };
  } catch {
    return { fields: {}, problem: 'must be JSON' };
  }
}

function csvRecord(content: string): LineRecord {
  const { fields, broken } = parseCsvRecord(content);
  const count = lineColumns.length;
  const wrong = (problem: string): LineRecord => ({ fields: { productId: fields[0] }, problem });
  if (broken) return wrong('has a quote that does not fit RFC 4180');
  if (fields.length !== count) return wrong(`must have ${count} columns, has ${fields.length}`);
  if (content.includes('\0')) return wrong('must not contain NUL');
  return { fields: Object.fromEntries(lineColumns.map((column, index) => [column, fields[index]])) };
}
