import type { ResultName } from '@openfashion/contract';
import { expect } from 'vitest';
import { boundary, field, file, form, formEnd, formType, part, post } from '../form.js';
import type { HostileWorld, RequestRow } from '../row.js';

const MB = 1_048_576;
const disable = JSON.stringify({ productId: 'gone', status: 'disable' });
const one = field('limit', '1');
const many = (count: number) => Array.from({ length: count }, (_, index) => field(`f${index}`, 'x'));

/** Bodies that are no form: -40000 where a picture is searched for (rule 5.9), -40010 where a file is delivered (8.1). */
const broken: Readonly<Record<string, { readonly body: string | Uint8Array; readonly type?: string }>> = {
  'without a Content-Type': { body: form(one), type: '' },
  'as plain text': { body: form(one), type: 'text/plain' },
  'as a page’s form': { body: 'limit=1', type: 'application/x-www-form-urlencoded' },
  'as JSON': { body: '{"limit":1}', type: 'application/json' },
  'as another multipart': { body: form(one), type: `multipart/mixed; boundary=${boundary}` },
  'as a type of a longer name': { body: form(one), type: `multipart/form-data-too; boundary=${boundary}` },
  'without a boundary': { body: form(one), type: 'multipart/form-data' },
  'with an empty boundary': { body: form(one), type: 'multipart/form-data; boundary=' },
  'with parameters that are none': { body: form(one), type: 'multipart/form-data; ;;=;boundary' },
  'with another boundary': { body: form(one), type: 'multipart/form-data; boundary=other' },
  'with a boundary of 20,000 characters': {
    body: form(one),
    type: `multipart/form-data; boundary=${'b'.repeat(20_000)}`,
  },
  'of no bytes': { body: '' },
  'of NULs': { body: Buffer.alloc(10_000) },
  'without an end': { body: one },
  'that ends in its first boundary': { body: `--${boundary}` },
  'that ends in a part’s head': { body: `--${boundary}\r\nContent-Disposition: form-` },
  'that ends in a file': { body: file('file', 'x'.repeat(1_000)).subarray(0, 300) },
  'with line feeds alone': { body: form(one).toString().replaceAll('\r\n', '\n') },
  'whose part’s head has a NUL': { body: form(part('; name="limit\0"', '1')) },
  'whose part’s head has no colon': { body: `--${boundary}\r\nContent-Disposition\r\n\r\n1\r\n${formEnd}` },
  'whose part’s head never ends': { body: form(part('; name="limit"', '1', `X: ${'x'.repeat(100_000)}\r\n`)) },
  'whose part’s head is a bomb': { body: form(part('; name="limit"', '1', 'X: y\r\n'.repeat(50_000))) },
  'whose part has no name': { body: form(part('', 'x')) },
  'whose part has an empty name': { body: form(part('; name=""', 'x')) },
  // Ended the process once: the name that was missing was to stand in the refusal.
  'whose part has no name and 70,000 bytes': { body: form(part('', 'x'.repeat(70_000))) },
  'whose file has no name': { body: form(part('; filename="a.jpg"', 'x')) },
};

const routes = [
  ['search', 'InvalidParam'],
  ['indexes', 'InvalidFileError'],
] as const;

const brokenRows = routes.flatMap(([route, result]) =>
  Object.entries(broken).map(
    ([name, { body, type = formType }]): RequestRow => ({
      name: `a form ${name}, to ${route}`,
      result,
      detail: 'body: ',
      alone: route === 'indexes',
      request: ({ service }) => post(service, route, body, type),
    }),
  ),
);

/** Forms that are forms, and what is wrong with them. */
const wrong: readonly [
  name: string,
  route: 'search' | 'indexes',
  result: ResultName,
  detail: string,
  body: Uint8Array,
][] = [
  ['without parts', 'search', 'InvalidParam', 'limit: is required', form()],
  ['without parts', 'indexes', 'InvalidParam', 'format: is required', form()],
  ['of 65 fields', 'search', 'InvalidParam', '64 fields', form(...many(65))],
  ['of 65 fields', 'indexes', 'InvalidParam', '64 fields', form(...many(65))],
  ['of 20,000 fields', 'search', 'InvalidParam', '64 fields', form(...many(20_000))],
  [
    'of a field of 64 KiB and a byte',
    'search',
    'InvalidParam',
    'a: must be at most',
    form(field('a', 'x'.repeat(65_537))),
  ],
  ['of a field of 8 MB', 'indexes', 'InvalidParam', 'a: must be at most', form(field('a', 'x'.repeat(8 * MB)))],
  [
    'of two files',
    'search',
    'InvalidParam',
    'must be one file',
    form(one, file('imageFile', 'a'), file('imageFile', 'b')),
  ],
  ['of two files', 'indexes', 'InvalidParam', 'must be one file', form(file('file', disable), file('other', 'b'))],
  [
    'of a file of 5 MB and a byte',
    'search',
    'ImageTooLargeException',
    'imageFile: must',
    form(one, file('imageFile', Buffer.alloc(5 * MB + 1))),
  ],
  [
    'of a file of 5 MB and a byte',
    'indexes',
    'ExceedDataSizeError',
    'file: must',
    form(file('file', Buffer.alloc(5 * MB + 1))),
  ],
  [
    'of a file of 25 MB',
    'search',
    'ImageTooLargeException',
    'imageFile: must',
    form(one, file('imageFile', Buffer.alloc(25 * MB))),
  ],
  [
    'of 5 MB and a byte that nobody asked for',
    'search',
    'ImageTooLargeException',
    'x: must',
    form(file('x', Buffer.alloc(5 * MB + 1))),
  ],
  ['of a file under another name', 'search', 'InvalidParam', 'imageUrl, imageFile', form(one, file('file', 'x'))],
  [
    'of a file under another name',
    'indexes',
    'InvalidParam',
    'link, file',
    form(field('format', 'csv'), file('imageFile', 'x')),
  ],
  [
    'of a file as a field',
    'indexes',
    'InvalidParam',
    'link, file',
    form(field('format', 'jsonl'), field('file', disable)),
  ],
  [
    'of a form in a form',
    'search',
    'InvalidParam',
    'limit: is required',
    form(part('; name="limits"', form(one), 'Content-Type: multipart/mixed; boundary=other\r\n')),
  ],
  [
    'of a part that is an attachment',
    'search',
    'InvalidParam',
    'limit: is required',
    form(Buffer.from(one.toString().replace('form-data', 'attachment'))),
  ],
  ['of a limit given twice', 'search', 'InvalidParam', 'limit: must be given once', form(one, one)],
  [
    'of a format given twice',
    'indexes',
    'InvalidParam',
    'format: must be given once',
    form(field('format', 'csv'), field('format', 'csv')),
  ],
  [
    'of a limit in base64',
    'search',
    'InvalidParam',
    'limit: must be 1',
    form(part('; name="limit"', 'MQ==', 'Content-Transfer-Encoding: base64\r\n')),
  ],
  ['of a limit and a line break', 'search', 'InvalidParam', 'limit: must be 1', form(field('limit', '1\r\n'))],
  [
    'of a limit that is no UTF-8',
    'search',
    'InvalidParam',
    'limit: must be 1',
    form(field('limit', new Uint8Array([0x31, 0xff]))),
  ],
  ['of a limit in brackets', 'search', 'InvalidParam', 'limit: is required', form(field('limit[]', '1'))],
  [
    'of __proto__',
    'search',
    'InvalidParam',
    'limit: is required',
    form(field('__proto__', '{"limit":1}'), field('constructor', '1')),
  ],
  ['of a filter on __proto__', 'search', 'InvalidParam', 'is no filter', form(one, field('filter.__proto__', 'a'))],
  [
    'of a name of 10,000 characters',
    'search',
    'InvalidParam',
    'is no filter',
    form(one, field(`filter.${'x'.repeat(10_000)}`, 'a')),
  ],
  ['of an empty address', 'search', 'InvalidParam', 'imageUrl: must not be empty', form(one, field('imageUrl', ''))],
  [
    'of an empty picture',
    'search',
    'InvalidImageFormatException',
    'PNG, JPEG or GIF',
    form(one, file('imageFile', '')),
  ],
  [
    'of a format of other letters',
    'indexes',
    'InvalidParam',
    'format: must be',
    form(field('format', 'JSONL'), file('file', disable)),
  ],
];
const wrongRows = wrong.map(
  ([name, route, result, detail, body]): RequestRow => ({
    name: `a form ${name}, to ${route}`,
    result,
    detail,
    alone: route === 'indexes',
    request: ({ service }) => post(service, route, body),
  }),
);

/** File names that want to lead somewhere, and what a job keeps of them (rule 8.9). */
const filenames: Readonly<Record<string, string>> = {
  '../../../etc/passwd': 'passwd',
  'C:\\Windows\\a.jsonl': 'a.jsonl',
  '/': '',
  '..': '',
  ['__proto__']: '__proto__',
  'a.jsonl; filename=b': 'a.jsonl; filename=b',
  '‮lnosj.exe': '‮lnosj.exe',
  [`${'x'.repeat(2_000)}.jsonl`]: 'x'.repeat(255),
};
const filenameRows = Object.entries(filenames).map(
  ([given, kept]): RequestRow => ({
    name: `a file named ${given.slice(0, 40)} is kept as ${kept.slice(0, 40)}`,
    result: 'SUCCESS',
    alone: true,
    request: ({ service }) => {
      const disposition = `; name="file"; filename="${given.replaceAll('\\', '\\\\')}"`;
      return post(service, 'indexes', form(field('format', 'jsonl'), part(disposition, disable)));
    },
    check: async (reply, world) => expect(await filename(world, reply.envelope.data.indexId)).toBe(kept),
  }),
);

async function filename({ client, service }: HostileWorld, indexId: string): Promise<string> {
  const { envelope } = await client.call({ path: `/services/${service}/indexes/${indexId}` });
  return envelope.data.items[0].filename;
}

/** Forms that break the rules of multipart or the contract's limits for them (rules 5.9, 8.1, 8.9). */
export const multipartRows: readonly RequestRow[] = [...brokenRows, ...wrongRows, ...filenameRows];
