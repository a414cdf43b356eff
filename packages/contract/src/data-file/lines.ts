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
 * Where the lines (JSONL) or records (CSV) of a file are, in one pass over its bytes that ends after `most` of them:
 * a file of line breaks alone costs no more than one of as many lines as a file may have. A line break at the end
 * begins no line of its own. Line breaks inside a quoted CSV field belong to the field (rule 8.5).
 */
export function splitLines(bytes: Uint8Array, start: number, format: DataFormat, most: number): Span[] {
  const findEnd = format === 'jsonl' ? lineEnd : recordEnd;
  const spans: Span[] = [];
  for (let from = start; from < bytes.length && spans.length < most; ) {
    const end = findEnd(bytes, from);
    spans.push({ start: from, end: end > from && bytes[end - 1] === CR ? end - 1 : end });
    from = end + 1;
  }
  return spans;
}

const lineEnd = (bytes: Uint8Array, from: number) => position(bytes, LF, from);

/**
 * A quote opens a quoted field only at the field's beginning; inside, a doubled quote is one quote. A quote that is
 * never closed takes the rest of the file: text that stands inside quotes must never be taken for lines of its own,
 * or the name of one product could delete another.
 */
function recordEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; ; at++) {
    if (bytes[at] === QUOTE) at = quotedEnd(bytes, at + 1);
    while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== LF) at++;
    if (at >= bytes.length || bytes[at] === LF) return at;
  }
}

/** Just behind the closing quote of a field whose content begins at `from`. */
function quotedEnd(bytes: Uint8Array, from: number): number {
  let at = position(bytes, QUOTE, from);
  while (bytes[at + 1] === QUOTE) at = position(bytes, QUOTE, at + 2);
  return Math.min(at + 1, bytes.length);
}

function position(bytes: Uint8Array, byte: number, from: number): number {
  const at = bytes.indexOf(byte, from);
  return at === -1 ? bytes.length : at;
}
