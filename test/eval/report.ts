import type { Figure } from './figures/bootstrap.js';

/** A share with its interval or without, a count, or a word; undefined where there is nothing to say. */
export type Cell = Figure | { readonly value: number } | number | string | undefined;

/** Figures of one kind, for people and for report.json. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** As Markdown. */
export function toMarkdown({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `**${title}**`,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((_, column) => shown(row[column])))),
    '',
  ].join('\n');
}

/** Rows as objects, named by the columns. */
export const toJson = ({ title, columns, rows }: Table) => ({
  title,
  rows: rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]))),
});

function shown(cell: Cell): string {
  if (cell === undefined) return '–';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return Number.isInteger(cell) ? String(cell) : cell.toFixed(1);
  if (Number.isNaN(cell.value)) return '–';
  return 'low' in cell ? `${share(cell.value)} (${share(cell.low)}–${share(cell.high)})` : share(cell.value);
}

const share = (value: number): string => value.toFixed(3);
