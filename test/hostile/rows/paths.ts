import type { ResultName } from '@openfashion/contract';
import type { HostileWorld, RequestRow } from '../row.js';

const long = 'x'.repeat(20_000);

type ByResult = Readonly<Partial<Record<ResultName, readonly string[]>>>;

/** Names of services in a path (rule 4.1). */
const services: ByResult = {
  SUCCESS: ['%63atalogue'],
  NotExistService: ['constructor', 'tostring'],
  InvalidParam: [
    '__proto__',
    'hasOwnProperty',
    '',
    '%00',
    'catalogue%00',
    'catalogue%20',
    'CATALOGUE',
    '%2563atalogue',
    '..',
    '%2e%2e',
    '..%2f..',
    '%',
    '%zz',
    '%c0%ae',
    '%EF%BD%83atalogue',
    long,
  ],
};

/** Ids of products: of any form, at worst unknown (rule 1.10). */
const products: ByResult = {
  NotFoundProductId: [
    '',
    '__proto__',
    'constructor',
    'toString',
    '%00',
    '%20',
    '..%2f..%2fetc%2fpasswd',
    "'%20OR%201=1--",
    '%25',
    '%F0%9F%91%97',
    '%EF%BF%BF',
    long,
  ],
  InvalidParam: ['%', '%zz', '%ED%A0%80'],
};

/** Ids of index jobs. */
const indexes: ByResult = {
  NotFoundIndexId: ['', '__proto__', 'constructor', '0', '-1', 'NaN', '1e9', '%00', '..%2f1', long],
  InvalidParam: ['%', '%zz'],
};

/** Paths that lead nowhere (rule 1.2). */
const nowhere: readonly string[] = [
  '/services//detect/',
  '/services/catalogue/',
  '/services/catalogue/../catalogue/detect',
  '/services/catalogue/%64etect',
  '/services/catalogue/detect;jsessionid=1',
  '/services/catalogue/Detect',
  '/services/catalogue/products/a/b/search',
  '/services/catalogue/indexes/../../x',
  '//services',
  '/services\\catalogue',
  `/${'a/'.repeat(10_000)}`,
];

/** Methods that a known path does not have. */
const methods: readonly string[] = ['PUT', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'SEARCH'];

type Credentials = (world: HostileWorld) => string;
/** What stands in Authorization (rule 2.1). */
const credentials: Readonly<Record<string, Credentials>> = {
  'an empty secret': () => '',
  'the secret in other letters': ({ client }) => client.secretKey.toUpperCase(),
  'the secret and one more': ({ client }) => `${client.secretKey}x`,
  'the secret’s beginning': ({ client }) => client.secretKey.slice(0, -1),
  'the secret twice': ({ client }) => `${client.secretKey}, ${client.secretKey}`,
  'the app key': ({ client }) => client.appKey,
  'the stranger’s secret': ({ stranger }) => stranger.secretKey,
  'Bearer alone': () => 'Bearer ',
  'Basic and the secret': ({ client }) => `Basic ${client.secretKey}`,
  ['__proto__']: () => '__proto__',
  'letters beyond ASCII': () => 'sécret',
  '16,000 characters': () => 'x'.repeat(16_000),
};

const shown = (text: string) => (text.length > 60 ? `${text.length} characters` : JSON.stringify(text));
const rows = (table: ByResult, what: string, path: (segment: string) => string) =>
  Object.entries(table).flatMap(([result, segments]) =>
    segments.map(
      (segment): RequestRow => ({
        name: `${what} ${shown(segment)} is ${result}`,
        result: result as ResultName,
        request: () => ({ path: path(segment) }),
      }),
    ),
  );

/** Paths, methods and credentials that are not what they should be. */
export const pathRows: readonly RequestRow[] = [
  ...rows(services, 'the service', (name) => `/services/${name}`),
  ...rows(products, 'the product', (id) => `/services/catalogue/products/${id}/search?limit=1`),
  ...rows(indexes, 'the index id', (id) => `/services/catalogue/indexes/${id}`),
  ...nowhere.map(
    (path): RequestRow => ({
      name: `the path ${shown(path)} leads nowhere`,
      result: 'NoApiFound',
      request: () => ({ path }),
    }),
  ),
  ...methods.map(
    (method): RequestRow => ({
      name: `${method} is no method of services`,
      result: 'InvalidParam',
      status: 405,
      request: () => ({ method, path: '/services' }),
    }),
  ),
  ...Object.entries(credentials).map(
    ([name, secret]): RequestRow => ({
      name: `${name} opens nothing`,
      result: 'UnauthorizedAppKeyOrSecretKey',
      request: (world) => ({ path: '/services', headers: { Authorization: secret(world) } }),
    }),
  ),
];
