import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { answers, endpoints } from '@openfashion/contract';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import { UsageError } from '../failures.js';
import { serviceOption, type TenantOptions, withTenant } from '../options.js';
import { print, printTable, remark } from '../output/print.js';
import { show } from '../output/show.js';
import { percent } from '../output/text.js';
import { type Request, restOf } from '../rest.js';

interface DetectOptions extends TenantOptions {
  readonly service: string;
  readonly save?: Save;
  readonly links?: boolean;
}

interface Save {
  readonly file: string;
  readonly format: 'png' | 'jpeg';
}

type Items = z.output<typeof answers.detect>['items'];

const formats: Readonly<Record<string, Save['format']>> = { '.png': 'png', '.jpg': 'jpeg', '.jpeg': 'jpeg' };

export const detect = () =>
  withTenant(
    new Command('detect')
      .description('find the fashion items in a picture')
      .argument('<url>', 'address of the picture')
      .addOption(serviceOption())
      .addOption(
        new Option('--save <file>', 'save the picture with the items drawn on it (.png, .jpg)').argParser(parseSave),
      )
      .option('--links', 'print the link of each item, for `openfashion search --link`'),
  )
    .addHelpText(
      'after',
      `
With --save the picture is also fetched by this command, from this machine.

Example:
  openfashion detect --service my-shop https://cdn.example.com/look.jpg --save look-items.png`,
    )
    .action(async (url: string, options: DetectOptions) => {
      const path = { serviceName: options.service };
      const request: Request = { endpoint: endpoints.detect, path, query: [['path', url]] };
      const reply = await restOf(options).send(request, answers.detect);
      show(reply, options, ({ items }) => {
        if (items.length > 0) printItems(items, options.links === true);
        else print('No fashion items');
      });
      if (options.save) await save(url, reply.data.items, options.save);
    });

function parseSave(file: string): Save {
  const format = formats[extname(file).toLowerCase()];
  if (format === undefined) throw new InvalidArgumentError('It must end in .png, .jpg or .jpeg.');
  return { file, format };
}

function printItems(items: Items, links: boolean): void {
  printTable(
    ['item', 'type', 'score', 'left', 'top', 'right', 'bottom'],
    items.map(({ link, score, b0, b1 }, index) => [
      index + 1,
      typeOf(link) ?? '-',
      score.toFixed(5),
      ...[...b0, ...b1].map(percent),
    ]),
  );
  if (links) for (const [index, { link }] of items.entries()) print(`\nlink of item ${index + 1}\n${link}`);
}

async function save(url: string, items: Items, { file, format }: Save): Promise<void> {
  const { fetchPicture } = await import('../drawing/fetch-picture.js');
  const { drawItems } = await import('../drawing/draw-items.js');
  const labelled = items.map(({ b0, b1, score, link }) => ({
    b0,
    b1,
    label: `${typeOf(link) ?? ''} ${score.toFixed(2)}`.trim(),
  }));
  const drawn = await drawItems(await fetchPicture(url), labelled, format);
  await writeFile(file, drawn).catch((cause: unknown) => {
    throw new UsageError(`--save: ${file} cannot be written`, { cause });
  });
  remark(`Saved ${file}`);
}

/**
 * The type of a detected item, which the answer itself does not have: our links happen to tell it. They are opaque
 * (rule 6.3), so one that does not only leaves the type out.
 */
function typeOf(link: string): string | undefined {
  try {
    const told: unknown = JSON.parse(Buffer.from(link, 'base64').toString('utf8'));
    const type = told !== null && typeof told === 'object' && 'type' in told ? told.type : undefined;
    return typeof type === 'string' ? type : undefined;
  } catch {
    return undefined;
  }
}
