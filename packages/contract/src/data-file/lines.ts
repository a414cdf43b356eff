import type { DataFormat } from '../requests/indexes.js';

/** Byte offsets of one line or record, its line break left out. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * Where the lines (JSONL) or records (CSV) of a file are, in one pass over its bytes. A line break at the end begins
 * no line of its own. Line breaks inside a quoted CSV field belong to the field (rule 8.5).
 */
export function splitLines(bytes: Uint8Array, start: number, format: DataFormat): Span[] {
  const ends = format === 'jsonl' ? lineEnds(bytes, start) : recordEnds(bytes, start);
  const spans: Span[] = [];
  let from = start;
  for (const end of ends) {
    spans.push({ start: from, end: end > from && bytes[end - 1] === CR ? end - 1 : end });
    from = end + 1;
  }
  return spans;
}

function lineEnds(bytes: Uint8Array, start: number): number[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf(LF, start); at !== -1; at = bytes.indexOf(LF, at + 1)) ends.push(at);
  if ((ends.at(-1) ?? start - 1) < bytes.length - 1) ends.push(bytes.length);
  return ends;
}

/** A quote opens a quoted field only at the field's beginning; inside, a doubled quote is one quote. */
function recordEnds(bytes: Uint8Array, start: number): number[] {
  const ends: number[] = [];
  let quoted = false;
  let fieldStart = true;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (quoted) {
      if (byte !== QUOTE) continue;
      if (bytes[at + 1] === QUOTE) at += 1;
      else quoted = false;
    } else if (byte === QUOTE && fieldStart) {
      quoted = true;
      fieldStart = false;
    } else if (byte === LF) {
      ends.push(at);
      fieldStart = true;
    } else {
      fieldStart = byte === COMMA;
    }
  }
  if ((ends.at(-1) ?? start - 1) < bytes.length - 1) ends.push(bytes.length);
  return ends;
}
