import { endpoints } from '@openfashion/contract';
import { Command } from 'commander';
import { type TenantOptions, withTenant } from '../../options.js';
import { print } from '../../output/print.js';
import { show } from '../../output/show.js';
import { noData, restOf } from '../../rest.js';

export const createService = () =>
  withTenant(
    new Command('create')
      .description('create a service: a catalogue of its own')
      .argument('<name>', '2 to 32 of a-z, 0-9, - and _, a letter first'),
  ).action(async (name: string, options: TenantOptions) => {
    const body = { json: { serviceName: name } };
    const reply = await restOf(options).send({ endpoint: endpoints.createService, body }, noData);
    show(reply, options, () => print(`Created ${name}. Next: openfashion index FILE --service ${name}`));
  });
