import { surroundings } from '../profiles.js';
import type { Result } from './result.js';

const ms = (value: number) => (value < 10 ? value.toFixed(1) : value.toFixed(0));
const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** One line a simulation: what the threshold sets are chosen by. */
export const comparison = (results: readonly (readonly [name: string, result: Result])[]): string =>
  table(
    [
      'load, thresholds',
      'asked',
      'refused',
      'late',
      'answer p95 / p99 ms',
      'minutes missed',
      'detector wait p50 / p95 / p99 ms',
      'most detectors',
      'most gateways',
      'model pod-h',
      'GPU-h',
      'gateway core-h',
    ],
    results.map(([name, { requests, answers, minutesOver, waits, most, hours }]) => {
      const wait = waits.find(({ task, lane }) => task === 'detect' && lane === 'interactive');
      return [
        name,
        requests.asked,
        requests.refused,
        requests.late,
        `${ms(answers.p95)} / ${ms(answers.p99)}`,
        minutesOver,
        wait === undefined ? '–' : `${ms(wait.p50)} / ${ms(wait.p95)} / ${ms(wait.p99)}`,
        most.detector,
        most.gateway,
        hours.models.toFixed(1),
        hours.machines > 0 ? hours.machines.toFixed(1) : '–',
        (surroundings.gatewayCores * hours.gateways).toFixed(1),
      ];
    }),
  );

/** Everything of one simulation. */
export function details({ waits, lines, stopped, killed, lost, most }: Result): string {
  const waitsTable = table(
    ['queue wait', 'lane', 'pictures', 'p50 ms', 'p95 ms', 'p99 ms'],
    waits.map(({ task, lane, pictures, p50, p95, p99 }) => [task, lane, pictures, ms(p50), ms(p95), ms(p99)]),
  );
  const replicas = Object.entries(most).map(([name, count]) => `${count} ${name}`);
  const all = Object.values(stopped).reduce((sum, count) => sum + count, 0);
  return `${waitsTable}

Most replicas: ${replicas.join(', ')}. Scale-down stopped ${all} pods; ${killed} did not finish in their grace period; ${lost} accepted calls were lost.
Lines: ${lines.accepted} accepted, ${lines.computed} computed, ${lines.waiting} waiting at the end; the slowest took ${(lines.longest / 60_000).toFixed(1)} minutes.`;
}
