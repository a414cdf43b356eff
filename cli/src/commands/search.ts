import { answers, endpoints, type FilterField, filterFields, limits } from '@openfashion/contract';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { z } from 'zod';
import { UsageError } from '../failures.js';
import { serviceOption, type TenantOptions, wholeNumber, withTenant } from '../options.js';
import { print, printTable } from '../output/print.js';
import { show } from '../output/show.js';
import { type Parameter, type Request, restOf } from '../rest.js';
import { readUpload } from '../upload.js';

interface SearchOptions extends TenantOptions {
  readonly service: string;
  readonly product?: string;
  readonly image?: string;
  readonly imageUrl?: string;
  readonly link?: string;
  readonly limit: number;
  readonly filter: readonly Parameter[];
  readonly minSimilarity?: string;
  readonly includeDuplicates?: boolean;
}

type Item = z.output<typeof answers.searchByPicture>['items'][number] & Partial<Record<FilterField, string>>;

const { min, max } = limits.search.limit;

export const search = () =>
  withTenant(
    new Command('search')
      .description('find the products that look most like a product, a picture or a detected item')
      .addOption(serviceOption())
      .option('--product <id>', 'like this product of the service')
      .option('--image <file>', 'like the largest item in this picture')
      .option('--image-url <url>', 'like the largest item in the picture at this address')
      .option('--link <link>', 'like this item that `openfashion detect --links` found')
      .addOption(new Option('--limit <n>', 'at most this many').default(10).argParser(wholeNumber(min, max)))
      .addOption(
        new Option('--filter <field=values>', `among these only; may stand several times; ${filterFields.join(', ')}`)
          .argParser(addFilter)
          .default([], 'none'),
      )
      .option('--min-similarity <number>', 'only as similar as this: above 0, at most 1')
      .option('--include-duplicates', 'show products that share one picture all the same'),
  )
    .addHelpText(
      'after',
      `
Examples:
  openfashion search --service my-shop --product 10234455 --limit 5
  openfashion search --service my-shop --image street.jpg --filter category1Id=equal:3,4 --filter 's1=!equal:sold'
  openfashion search --service my-shop --image-url https://cdn.example.com/look.jpg --min-similarity 0.6 --json`,
    )
    .action(async (options: SearchOptions) => {
      const reply = await restOf(options).send(await requestOf(options), answers.searchByPicture);
      show(reply, options, ({ items }) => {
        if (items.length > 0) printItems(items);
        else print('Nothing found');
      });
    });

function addFilter(value: string, earlier: readonly Parameter[]): Parameter[] {
  const at = value.indexOf('=');
  const field = value.slice(0, Math.max(at, 0));
  if (!filterFields.some((known) => known === field)) {
    throw new InvalidArgumentError(`It must be FIELD=VALUES with a FIELD of ${filterFields.join(', ')}.`);
  }
  return [...earlier, [`filter.${field}`, value.slice(at + 1)]];
}

/** The three searches of the API; each takes the same parameters, by query or by form. */
async function requestOf(options: SearchOptions): Promise<Request> {
  const { service, product, image, imageUrl, link } = options;
  if ([product, image, imageUrl, link].filter((query) => query !== undefined).length !== 1) {
    throw new UsageError('give one of --product, --image, --image-url, --link');
  }
  const shared = parameters(options);
  const path = { serviceName: service };
  if (product !== undefined) {
    return { endpoint: endpoints.searchByProduct, path: { ...path, productId: product }, query: shared };
  }
  if (link !== undefined) return { endpoint: endpoints.searchByLink, path, query: [['link', link], ...shared] };
  const body = new FormData();
  for (const [name, value] of shared) body.append(name, value);
  if (imageUrl !== undefined) body.append('imageUrl', imageUrl);
  if (image !== undefined) body.append('imageFile', await readUpload(image, limits.pictures.bytes));
  return { endpoint: endpoints.searchByPicture, path, body };
}

function parameters({ limit, filter, minSimilarity, includeDuplicates }: SearchOptions): Parameter[] {
  return [
    ['limit', String(limit)],
    ...filter,
    ...(minSimilarity === undefined ? [] : [['minSimilarity', minSimilarity] satisfies Parameter]),
    ...(includeDuplicates ? [['includeDuplicates', 'true'] satisfies Parameter] : []),
  ];
}

function printItems(items: readonly Item[]): void {
  const shown = filterFields.filter((field) => items.some((item) => item[field] !== undefined));
  printTable(
    ['similarity', 'productId', 'name', ...shown, 'imageUrl'],
    items.map((item) => [
      item.similarity.toFixed(5),
      item.productId,
      item.name,
      ...shown.map((field) => item[field] ?? '-'),
      item.imageUrl,
    ]),
  );
}
