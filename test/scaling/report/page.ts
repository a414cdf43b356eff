import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const page = fileURLToPath(new URL('../../../docs/scaling.md', import.meta.url));
/** Put a table between its marks in docs/scaling.md; what people wrote around it stays. */
export async function writeToPage(name: string, markdown: string): Promise<void> {
  const [open, close] = [`<!-- scaling:${name} -->`, `<!-- /scaling:${name} -->`];
  const text = await readFile(page, 'utf8');
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from === -1 || to === -1) throw new Error(`docs/scaling.md: has no ${open} … ${close}`);
  await writeFile(page, `${text.slice(0, from + open.length)}\n${markdown}\n\n${text.slice(to)}`);
}
