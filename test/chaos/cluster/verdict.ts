import { percentile } from '../../harness/figures.js';
import { type Finding, finding, listed, ms } from '../../harness/finding.js';
import { judgeJobs } from './jobs-verdict.js';
import { endedByThemselves, unexplained } from './logs.js';
import { readyWithin, type Scene } from './scene.js';
import type { Answer } from './shoppers.js';

/** How long one call of a store or of the models may take by its setting (defaults), in milliseconds. */
const [natsCall, qdrantCall, modelCalls] = [7_500, 10_000, 10_000];
/** The contract's time for a download, and what a busy machine adds to everything. */
const [download, besides] = [3_000, 2_000];
/** Credentials and the service are looked up first, whatever is asked. */
const lookUp = 2 * natsCall;

/** How long each kind of request may take: what its calls may take one after the other. */
const deadlines: Readonly<Record<string, number>> = {
  'by id': lookUp + 2 * qdrantCall,
  'by id, filtered': lookUp + 2 * qdrantCall,
  'while it changes': lookUp + 2 * qdrantCall,
  'by picture': lookUp + modelCalls + qdrantCall,
  'by link': lookUp + download + modelCalls + qdrantCall,
  tag: lookUp + download + modelCalls,
  service: lookUp + 2 * qdrantCall,
  jobs: lookUp + 2 * natsCall,
  job: lookUp + 4 * natsCall,
};

/** The disturbance is over: wait until everything is as it should be, then hold it against what should have been. */
export async function judge(scene: Scene): Promise<Finding[]> {
  const ready = await scene.ready();
  const { took, calm } = await scene.settle();
  const jobs = await judgeJobs(scene);
  const ended = endedByThemselves(scene.cluster.lives);
  const strange = unexplained(scene.cluster.lives, calm);
  return [
    finding(
      scene.options.short || ready <= readyWithin,
      `everything ready ${ms(ready)} after the last start (at most ${ms(readyWithin)})`,
    ),
    finding(true, `the last job ended ${(took / 1000).toFixed(0)} s after that`),
    ...jobs,
    ...judgeAnswers(scene.shoppers.answers),
    finding(ended.length === 0, `${scene.cluster.lives.length} processes, ended by themselves: ${listed(ended)}`),
    finding(strange.length === 0, `log lines that no outage explains: ${listed(strange)}`),
  ];
}

function judgeAnswers(answers: readonly Answer[]): Finding[] {
  const wrong = answers.flatMap(({ outcome }) => (typeof outcome === 'object' ? [outcome.wrong] : []));
  const count = (outcome: Answer['outcome']) => answers.filter((answer) => answer.outcome === outcome).length;
  const kinds = [...new Set(answers.map(({ kind }) => kind))].sort();
  const longest = kinds.map((kind) => {
    const took = answers.filter((answer) => answer.kind === kind).map((answer) => answer.took);
    return { kind, longest: Math.max(...took), deadline: (deadlines[kind] ?? 0) + besides };
  });
  const late = longest.filter((one) => one.longest > one.deadline);
  const p99 = percentile(
    answers.map(({ took }) => took),
    0.99,
  );
  return [
    finding(
      wrong.length === 0 && count('right') > 0,
      `${answers.length} requests of shoppers: ${count('right')} answered right, ${count('unavailable')} with -50000, ${count('away')} cut off by the end of their gateway; wrong: ${listed(wrong)}`,
    ),
    finding(
      late.length === 0,
      `longest answers (p99 ${ms(p99)}): ${longest.map((one) => `${one.kind} ${ms(one.longest)}`).join(', ')}; past their deadline: ${listed(late.map(({ kind, deadline }) => `${kind} (${ms(deadline)})`))}`,
    ),
  ];
}
