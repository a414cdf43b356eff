import { ContractError } from '../errors.js';
import { limits } from '../limits.js';
import type { DataFormat } from '../requests/indexes.js';
import { type Span, splitLines } from './lines.js';
import { type ProductLine, parseLine, wholeLine } from './product-line.js';

/** A data file whose size, first line and number of lines are as they must be. */
export interface DataFile {
  readonly lineCount: number;
  /** Lines `from` up to, but not including, `to`; the first line is 0. Parsed when asked for. */
  lines(from: number, to: number): ProductLine[];
}

const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * Read a data file in the order of rule 8.1. The bytes are not copied: they must not change while it is used.
 * @throws ContractError ExceedDataSizeError (bytes), NoDataError, InvalidFileError (first line), ExceedDataSizeError (lines)
 */
export function readDataFile(bytes: Uint8Array, format: DataFormat): DataFile {
  const { fileBytes, lines: maxLines, lineBytes } = limits.indexing;
  if (bytes.length > fileBytes)
    throw new ContractError('ExceedDataSizeError', `file: must be at most ${fileBytes} bytes`);
  const start = byteOrderMark.every((byte, index) => bytes[index] === byte) ? byteOrderMark.length : 0;
  if (bytes.length === start) throw new ContractError('NoDataError', 'file: is empty');

  const spans = splitLines(bytes, start, format, maxLines + 1);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = ({ start: from, end }: Span): string | undefined => {
    try {
      return decoder.decode(bytes.subarray(from, end));
    } catch {
      return undefined;
    }
  };
  const read = (span: Span): ProductLine => {
    if (span.end - span.start > lineBytes) return wholeLine(`must be at most ${lineBytes} bytes`);
    const content = decode(span);
    return content === undefined ? wholeLine('must be UTF-8') : parseLine(content, format);
  };

  const [first] = spans.slice(0, 1).map(read);
  // An address that cannot be fetched is no error of the format: that line fails by itself (rule 7.3).
  if (first?.kind === 'invalid' && first.reason === 'InvalidLine') {
    throw new ContractError('InvalidFileError', `file: line 1: ${first.detail}`);
  }
  if (spans.length > maxLines)
    throw new ContractError('ExceedDataSizeError', `file: must have at most ${maxLines} lines`);
  return { lineCount: spans.length, lines: (from, to) => spans.slice(from, to).map(read) };
}
