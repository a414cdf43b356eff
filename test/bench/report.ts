import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const page = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));

/** What one part of the benchmark has to show: Markdown, printed as it comes. */
export class Section {
  readonly #lines: string[] = [];

  constructor(readonly name: string) {}

  /** A table whose first column says what was measured. */
  table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
    this.#say([row(head), row(head.map(() => '---')), ...rows.map(row), '']);
  }

  text(line: string): void {
    this.#say([line, '']);
  }

  get markdown(): string {
    return this.#lines.join('\n');
  }

  #say(lines: readonly string[]): void {
    this.#lines.push(...lines);
    for (const line of lines) console.log(line);
  }
}

/** Put a section between its marks in docs/performance.md; what people wrote around it stays. */
export async function writeToPage({ name, markdown }: Section): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from === -1 || to === -1) throw new Error(`docs/performance.md: has no ${open} … ${close}`);
  await writeFile(page, `${text.slice(0, from + open.length)}\n${markdown}\n${text.slice(to)}`);
}
