import { Command } from 'commander';
import { cancelJob } from './cancel.js';
import { listJobs } from './list.js';
import { showOneJob } from './show.js';

export const jobs = () =>
  new Command('jobs')
    .description('look at and stop index jobs')
    .addCommand(listJobs())
    .addCommand(showOneJob())
    .addCommand(cancelJob());
