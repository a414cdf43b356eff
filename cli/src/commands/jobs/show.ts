import { Command } from 'commander';
import { showJob } from '../../jobs/job.js';
import { report } from '../../jobs/report.js';
import { serviceOption, type TenantOptions, withTenant } from '../../options.js';
import { show } from '../../output/show.js';
import { restOf } from '../../rest.js';

export const showOneJob = () =>
  withTenant(
    new Command('show')
      .description('what became of a job: counts, and every line that failed and why')
      .argument('<id>', 'the job')
      .addOption(serviceOption()),
  ).action(async (id: string, options: TenantOptions & { readonly service: string }) => {
    show(await showJob(restOf(options), options.service, id), options, report);
  });
