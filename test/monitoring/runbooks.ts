import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../docs/runbooks/', import.meta.url);

/** A page of docs/runbooks. */
export interface Runbook {
  readonly page: string;
  readonly text: string;
  /** Its queries: a line each in its fences of `promql`. */
  readonly queries: readonly string[];
}

export const runbooks: readonly Runbook[] = readdirSync(folder).map((page) => {
  const text = readFileSync(new URL(page, folder), 'utf8');
  const fences = [...text.matchAll(/^```promql\n(.*?)^```/gms)].map(([, lines = '']) => lines);
  return { page, text, queries: fences.flatMap((lines) => lines.split('\n').filter(Boolean)) };
});
