import { answers, endpoints } from '@openfashion/contract';
import { Command } from 'commander';
import { type TenantOptions, withTenant } from '../../options.js';
import { show } from '../../output/show.js';
import { restOf } from '../../rest.js';
import { printServices } from './table.js';

export const showService = () =>
  withTenant(new Command('show').description('how full a service is').argument('<name>', 'the service')).action(
    async (name: string, options: TenantOptions) => {
      const request = { endpoint: endpoints.getService, path: { serviceName: name } };
      const reply = await restOf(options).send(request, answers.service);
      show(reply, options, (service) => printServices([service]));
    },
  );
