import { answers, endpoints, languages, limits } from '@openfashion/contract';
import { Command, Option } from 'commander';
import { serviceOption, type TenantOptions, wholeNumber, withTenant } from '../options.js';
import { colours, print, printTable } from '../output/print.js';
import { show } from '../output/show.js';
import { percent, printable } from '../output/text.js';
import { type Parameter, restOf } from '../rest.js';

interface TagOptions extends TenantOptions {
  readonly service: string;
  readonly lang: string;
  readonly items: number;
}

const { min, max } = limits.tag.itemLimit;

export const tag = () =>
  withTenant(
    new Command('tag')
      .description('name the attributes of the fashion items in a picture')
      .argument('<url>', 'address of the picture')
      .addOption(serviceOption())
      .addOption(new Option('--lang <language>', 'language of the labels').choices(languages).default('en'))
      .addOption(
        new Option('--items <n>', 'this many items, the widest first').default(1).argParser(wholeNumber(min, max)),
      ),
  )
    .addHelpText(
      'after',
      '\nExample:\n  openfashion tag --service my-shop https://cdn.example.com/look.jpg --lang ko --items 2',
    )
    .action(async (url: string, options: TagOptions) => {
      const query: Parameter[] = [
        ['path', url],
        ['lang', options.lang],
        ['itemLimit', String(options.items)],
      ];
      const path = { serviceName: options.service };
      const reply = await restOf(options).send({ endpoint: endpoints.tag, path, query }, answers.tag);
      show(reply, options, ({ items }) => {
        if (items.length === 0) print('No fashion items');
        const { bold } = colours(process.stdout);
        for (const [index, { type, score, b0, b1, tags }] of items.entries()) {
          if (index > 0) print('');
          print(`${bold(printable(type))} ${score.toFixed(5)}, from ${b0.map(percent)} to ${b1.map(percent)}`);
          printTable(
            ['attribute', 'label', 'score'],
            tags.flatMap(({ attribute, labels }) =>
              labels.map(({ label, score: sure }, at) => [at === 0 ? attribute : '', label, sure.toFixed(5)]),
            ),
          );
        }
      });
    });
