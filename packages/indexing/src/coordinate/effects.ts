import type { Write } from '@openfashion/catalog';
import { seqOf } from '../state/chunk.js';
import type { LineResult } from '../state/chunk-result.js';
import { type Counts, noCounts } from '../state/job-record.js';
import type { Report } from '../state/report.js';
import type { Intent, Outcome } from './outcomes.js';

/** What a chunk's lines and their outcomes come to. */
export interface Effects {
  /** Of each product at most one, the last; its vector is the one at this place in the lines' vectors. */
  writes(place: number): readonly Write[];
  readonly counts: Counts;
  readonly report: Report;
}

export function intentOf(line: LineResult): Intent {
  if (line.kind === 'put') return { kind: 'put', productId: line.document.productId };
  return line.kind === 'remove' ? line : { kind: 'failed' };
}

/**
 * @param job the job's number
 * @param from the chunk's first line in its file; the file's first is 0
 */
export function effectsOf(
  job: number,
  from: number,
  lines: readonly LineResult[],
  outcomes: readonly Outcome[],
): Effects {
  const last = new Map<string, Written>();
  const counts = { ...noCounts };
  const report: Report = { added: [], updated: [], deleted: [], failed: [], exceeded: [], failures: [] };
  for (const [index, line] of lines.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new Error(`line ${from + index + 1} of job ${job} has no outcome`);
    counts[outcome] += 1;
    const productId = line.kind === 'put' ? line.document.productId : line.productId;
    if (productId !== undefined) report[outcome].push(productId);
    if (line.kind === 'failed') {
      const { kind: _kind, ...failure } = line;
      report.failures.push({ line: from + index + 1, ...failure });
    } else if (outcome !== 'exceeded') {
      last.set(line.kind === 'put' ? line.document.productId : line.productId, { line, seq: seqOf(job, from + index) });
    }
  }
  return { writes: (place) => [...last.values()].map((written) => writeOf(written, place)), counts, report };
}

interface Written {
  readonly line: Exclude<LineResult, { kind: 'failed' }>;
  readonly seq: number;
}

function writeOf({ line, seq }: Written, place: number): Write {
  if (line.kind === 'remove') return { kind: 'remove', seq, productId: line.productId };
  const vector = line.vectors[place];
  if (vector === undefined) throw new Error(`a chunk's result has no vector ${place} of ${line.document.productId}`);
  return { kind: 'put', seq, document: { ...line.document, vector } };
}

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    added: a.added + b.added,
    updated: a.updated + b.updated,
    deleted: a.deleted + b.deleted,
    failed: a.failed + b.failed,
    exceeded: a.exceeded + b.exceeded,
  };
}
