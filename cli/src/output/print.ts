import Table from 'cli-table3';
import picocolors from 'picocolors';
import { printable } from './text.js';

/** Colours where a person looks at them: on a terminal, unless NO_COLOR is set. */
export const colours = (stream: NodeJS.WriteStream) =>
  picocolors.createColors(stream.isTTY === true && !process.env['NO_COLOR']);

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Progress and remarks: apart from the output that a script reads. */
export function remark(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `--json`: the data and nothing else. */
export function printJson(data: unknown): void {
  print(JSON.stringify(data, null, 2));
}

const lines = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
] as const;
const borderless = { ...Object.fromEntries(lines.map((line) => [line, ''])), middle: '  ' };

/** A table without lines; columns are as wide as the terminal shows their text, wide characters included. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const colour = colours(process.stdout);
  const table = new Table({
    chars: borderless,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: head.map((_, column) => (rows.every((row) => typeof row[column] === 'number') ? 'right' : 'left')),
  });
  table.push(head.map((title) => colour.dim(title)));
  for (const row of rows) table.push(row.map((cell) => printable(String(cell))));
  print(table.toString().replaceAll(/[ ]+$/gm, ''));
}
