import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const page = fileURLToPath(new URL('../../../docs/scaling.md', import.meta.url));
const [open, close] = ['<!-- scaling -->', '<!-- /scaling -->'];

/** Put the tables between their marks in docs/scaling.md; what people wrote around them stays. */
export async function writeToPage(markdown: string): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from === -1 || to === -1) throw new Error(`docs/scaling.md: has no ${open} … ${close}`);
  await writeFile(page, `${text.slice(0, from + open.length)}\n${markdown}\n\n${text.slice(to)}`);
}
