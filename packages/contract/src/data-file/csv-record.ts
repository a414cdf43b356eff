/**
 * Split one CSV record into its fields, after RFC 4180.
 * @returns undefined when a quote is left open or text stands beside a quoted field
 */
export function parseCsvRecord(record: string): string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = record[at] === '"';
    const end = quoted ? closingQuote(record, at + 1) : nextComma(record, at);
    if (end === -1) return undefined;
    const field = quoted ? record.slice(at + 1, end).replaceAll('""', '"') : record.slice(at, end);
    if (!quoted && field.includes('"')) return undefined;
    fields.push(field);
    const after = quoted ? end + 1 : end;
    if (after === record.length) return fields;
    if (record[after] !== ',') return undefined;
    at = after + 1;
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
