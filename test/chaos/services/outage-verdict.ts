import { type Task, taskNames } from '@openfashion/inference';
import { percentile } from '../../harness/figures.js';
import { type Finding, finding, ms } from '../../harness/finding.js';
import { type Answer, needing } from './traffic.js';

/** What was done to a service, and when (instants of `performance.now()`). */
export interface Outage {
  readonly task: Task;
  readonly how: 'killed' | 'suspended';
  readonly start: number;
  /** When `/readyz` said so. */
  readonly degraded: number;
  /** From then on callers met nothing new. */
  readonly later: number;
  /** When the service could be asked again. */
  readonly ready: number;
  readonly end: number;
}

/** From when a service is ready again until traffic through it must be back. */
export const backWithin = 5_000;
/** From when a service is away until `/readyz` must say so. */
const toldWithin = 5_000;
/** Of an answer, beside the time for the models: download and decoding on a busy machine. */
const besides = 5_000;
/** A failure at once takes no longer than this, or than an answer did in peace: the work before the service is included. */
const atOnce = 1_000;

/** What must hold of the answers around an outage. The short form looks at no clock but that of a failure at once. */
export function judgeOutage(
  { task, how, start, degraded, later, ready, end }: Outage,
  answers: readonly Answer[],
  { inferenceTimeout, short }: { readonly inferenceTimeout: number; readonly short: boolean },
): Finding[] {
  const during = answers.filter(({ asked }) => asked >= start && asked <= end);
  const [through, others] = [true, false].map((does) => during.filter(({ kind }) => needing(kind, task) === does));
  const wrong = during.flatMap(({ outcome }) => (typeof outcome === 'object' ? [outcome.wrong] : []));
  const longest = Math.max(...during.map(({ took }) => took));
  const failed = (through ?? []).filter(({ outcome }) => outcome !== 'success');
  const known = failed.filter(({ asked }) => asked >= later && asked < ready).map(({ took }) => took);
  const peace = answers
    .filter((one) => one.asked + one.took < start && needing(one.kind, task))
    .map(({ took }) => took);
  const quick = Math.max(atOnce, percentile(peace, 0.99));
  const lost = (others ?? []).filter(({ outcome }) => outcome !== 'success').length;
  const back = Math.max(...failed.map(({ asked }) => asked - ready), firstSuccess(through ?? [], ready) - ready);
  const said = `${taskNames[task]} ${how}`;
  return [
    finding(
      wrong.length === 0,
      `${said}: ${during.length} answers, ${wrong.length} neither success nor -50000: ${wrong.slice(0, 3)}`,
    ),
    finding(
      short || longest <= inferenceTimeout + besides,
      `${said}: longest answer ${ms(longest)} (at most ${ms(inferenceTimeout + besides)})`,
    ),
    finding(
      percentile(known, 0.99) <= quick,
      `${said}: ${failed.length} failed; while it was known to be away p50 ${ms(percentile(known, 0.5))}, p99 ${ms(percentile(known, 0.99))} of ${known.length} (at most ${ms(quick)})`,
    ),
    finding(lost === 0, `${said}: of ${others?.length} requests that do not need it ${lost} failed`),
    finding(
      short || degraded - start <= toldWithin,
      `${said}: /readyz said so after ${ms(degraded - start)} (at most ${ms(toldWithin)})`,
    ),
    finding(
      short || back <= backWithin,
      `${said}: traffic was back ${ms(back)} after it was ready (at most ${ms(backWithin)})`,
    ),
  ];
}

/** When the first request asked after an instant was answered well. */
const firstSuccess = (answers: readonly Answer[], after: number): number =>
  Math.min(
    ...answers.flatMap(({ asked, took, outcome }) => (asked >= after && outcome === 'success' ? [asked + took] : [])),
  );
