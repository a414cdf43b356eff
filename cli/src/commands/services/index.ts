import { Command } from 'commander';
import { createService } from './create.js';
import { deleteService } from './delete.js';
import { listServices } from './list.js';
import { showService } from './show.js';

export const services = () =>
  new Command('services')
    .description('create, look at and delete services')
    .addCommand(listServices())
    .addCommand(createService())
    .addCommand(showService())
    .addCommand(deleteService());
