import { answers, endpoints } from '@openfashion/contract';
import { Command } from 'commander';
import { type TenantOptions, withTenant } from '../../options.js';
import { print } from '../../output/print.js';
import { show } from '../../output/show.js';
import { restOf } from '../../rest.js';
import { printServices } from './table.js';

export const listServices = () =>
  withTenant(new Command('list').description('list the services of the app key')).action(
    async (options: TenantOptions) => {
      const reply = await restOf(options).send({ endpoint: endpoints.listServices }, answers.services);
      show(reply, options, ({ items }) => {
        if (items.length > 0) printServices(items);
        else print('No services yet: openfashion services create NAME');
      });
    },
  );
