import { ContractError } from '../errors.js';
import { limits } from '../limits.js';
import type { DataFormat } from '../requests/indexes.js';
import { type Span, splitLines } from './lines.js';
import { type ProductLine, parseLine } from './product-line.js';

/** A data file whose size, first line and number of lines are as they must be. */
export interface DataFile {
  readonly lineCount: number;
  /** Lines `from` up to, but not including, `to`; the first line is 0. Parsed when asked for. */
  lines(from: number, to: number): ProductLine[];
}

const byteOrderMark = [0xef, 0xbb, 0xbf];

/**
 * Read a data file in the order of rule 8.1.
 * @throws ContractError ExceedDataSizeError (bytes), NoDataError, InvalidFileError (first line), ExceedDataSizeError (lines)
 */
export function readDataFile(bytes: Uint8Array, format: DataFormat): DataFile {
  const { fileBytes, lines: maxLines } = limits.indexing;
  if (bytes.length > fileBytes)
    throw new ContractError('ExceedDataSizeError', `file: must be at most ${fileBytes} bytes`);
  const start = byteOrderMark.every((byte, index) => bytes[index] === byte) ? byteOrderMark.length : 0;
  if (bytes.length === start) throw new ContractError('NoDataError', 'file: is empty');
  const spans = splitLines(bytes, start, format);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const read = (span: Span): ProductLine => {
    try {
      return parseLine(decoder.decode(bytes.subarray(span.start, span.end)), format);
    } catch {
      return { kind: 'invalid', reason: 'InvalidLine', detail: 'line: must be UTF-8' };
    }
  };

  const [first] = spans.slice(0, 1).map(read);
  if (first?.kind === 'invalid' && first.reason === 'InvalidLine') {
    throw new ContractError('InvalidFileError', `first line: ${first.detail}`);
  }
  if (spans.length > maxLines)
    throw new ContractError('ExceedDataSizeError', `file: must have at most ${maxLines} lines`);
  return { lineCount: spans.length, lines: (from, to) => spans.slice(from, to).map(read) };
}
