import { endpoints } from '@openfashion/contract';
import { Command } from 'commander';
import { type TenantOptions, withTenant } from '../../options.js';
import { print } from '../../output/print.js';
import { show } from '../../output/show.js';
import { noData, restOf } from '../../rest.js';

export const deleteService = () =>
  withTenant(
    new Command('delete')
      .description('delete a service with its documents and jobs, at once and for good')
      .argument('<name>', 'the service'),
  ).action(async (name: string, options: TenantOptions) => {
    const request = { endpoint: endpoints.deleteService, path: { serviceName: name } };
    const reply = await restOf(options).send(request, noData);
    show(reply, options, () => print(`Deleted ${name}`));
  });
