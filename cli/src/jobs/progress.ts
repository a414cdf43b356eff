import type { JobSummary } from '@openfashion/contract';
import cliProgress from 'cli-progress';
import { remark } from '../output/print.js';
import { handled } from './job.js';

/** Where the course of a job is shown. */
export interface Progress {
  update(job: JobSummary): void;
  /** A remark that stands above a bar. */
  note(line: string): void;
  stop(): void;
}

/** A bar on a terminal, plain lines elsewhere; on standard error, apart from the report. */
export function showProgress(): Progress {
  return process.stderr.isTTY ? bar() : lines();
}

function bar(): Progress {
  const single = new cliProgress.SingleBar({
    format: '{status} {bar} {value}/{total}  added {added}  updated {updated}  deleted {deleted}  failed {bad}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
    stream: process.stderr,
  });
  let started = false;
  const update = (job: JobSummary) => {
    const payload = {
      status: job.status.padEnd(8),
      added: job.addedCount,
      updated: job.updatedCount,
      deleted: job.deletedCount,
      bad: job.failedCount + job.exceededCount,
    };
    if (!started) single.start(job.totalCount, handled(job), payload);
    else single.update(handled(job), payload);
    started = true;
  };
  const stop = () => {
    if (started) single.stop();
    started = false;
  };
  // Whatever is written over a bar is lost: it is drawn anew by the next update.
  const note = (line: string) => {
    stop();
    remark(line);
  };
  return { update, note, stop };
}

/** A line for each new status and each further tenth. */
function lines(): Progress {
  let last = '';
  return {
    update(job) {
      const tenth = job.totalCount === 0 ? 0 : Math.floor((10 * handled(job)) / job.totalCount);
      const state = `${job.status} ${tenth}`;
      if (state === last) return;
      last = state;
      remark(`${job.status}: ${handled(job)} of ${job.totalCount} lines`);
    },
    note: remark,
    stop() {},
  };
}
