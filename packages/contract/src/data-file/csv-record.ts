/** A record as far as it could be read. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** Whether a quote was left open, or text stands beside a quoted field: `fields` are then those before it. */
  readonly broken: boolean;
}

/** Split one CSV record into its fields, after RFC 4180. */
export function parseCsvRecord(record: string): CsvRecord {
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    const quoted = record[at] === '"';
    const end = quoted ? closingQuote(record, at + 1) : nextComma(record, at);
    if (end === -1) return { fields, broken: true };
    const text = record.slice(quoted ? at + 1 : at, end);
    if (!quoted && text.includes('"')) return { fields, broken: true };
    at = quoted ? end + 1 : end;
    if (at < record.length && record[at] !== ',') return { fields, broken: true };
    fields.push(quoted ? text.replaceAll('""', '"') : text);
    if (at >= record.length) return { fields, broken: false };
  }
}

function nextComma(record: string, from: number): number {
  const comma = record.indexOf(',', from);
  return comma === -1 ? record.length : comma;
}

function closingQuote(record: string, from: number): number {
  for (let at = record.indexOf('"', from); at !== -1; at = record.indexOf('"', at + 2)) {
    if (record[at + 1] !== '"') return at;
  }
  return -1;
}
