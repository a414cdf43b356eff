import type { Finding } from '../../harness/finding.js';
import type { SoakResult } from './soak.js';

/** How much more memory there may be at the end than after the first minute. */
export const growth = 1.1;

const MB = (bytes: number) => `${(bytes / 1_048_576).toFixed(0)} MB`;

/** What must hold after any soak, and after one of several minutes. */
export function verdict({
  wrong,
  handles,
  resident,
  unexplained,
  exit,
  answers,
  jobs,
}: SoakResult): readonly Finding[] {
  const { first, last } = resident;
  return [
    {
      text: `${answers} answers and ${jobs} jobs, ${wrong.length} of them, or log lines, wrong`,
      ok: wrong.length === 0,
    },
    {
      text: `open handles at rest: ${handles.before} before, ${handles.after} after`,
      ok: handles.after <= handles.before,
    },
    {
      text: `left in the data folder beyond what the jobs explain: ${JSON.stringify(unexplained)}`,
      ok: Object.keys(unexplained).length === 0,
    },
    { text: `the server ended with ${exit}`, ok: exit === 0 },
    ...(Number.isNaN(first / last)
      ? []
      : [
          {
            text: `resident memory, medians of half minutes: ${MB(first)} after the first minute, ${MB(last)} at the end, ratio ${(last / first).toFixed(3)} (at most ${growth})`,
            ok: last / first <= growth,
          },
        ]),
  ];
}
