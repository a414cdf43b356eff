import { setImmediate as turn } from 'node:timers/promises';
import type { DataFile, ProductLine } from '@openfashion/contract';

/**
 * Lines `from` up to, but not including, `to`, one in each turn of the event loop: a line of nested brackets may take
 * 16 ms, and requests are not to wait for all of a chunk's.
 */
export async function readLines(file: DataFile, from: number, to: number): Promise<ProductLine[]> {
  const lines: ProductLine[] = [];
  for (let line = from; line < to; line++) {
    lines.push(...file.lines(line, line + 1));
    await turn();
  }
  return lines;
}
