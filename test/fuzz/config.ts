/** What schemathesis starts from: things that exist, so that it gets behind the checks of parameters. */
export interface KnownThings {
  readonly secretKey: string;
  readonly appKey: string;
  readonly service: string;
  readonly productIds: readonly string[];
  readonly indexIds: readonly string[];
  /** Addresses of pictures, good and bad, on this machine. */
  readonly pictures: readonly string[];
  /** Links of detected items. */
  readonly links: readonly string[];
}

/** Where a known value is taken, and how often; what is invented in its place is often refused for that alone. */
const uses: readonly (readonly [parameter: string, things: Exclude<keyof KnownThings, 'secretKey'>, share: number])[] =
  [
    ['path.appKey', 'appKey', 0.97],
    ['path.serviceName', 'service', 0.95],
    ['path.productId', 'productIds', 0.8],
    ['path.indexId', 'indexIds', 0.8],
    ['query.path', 'pictures', 0.7],
    ['query.link', 'links', 0.7],
  ];

/** A `schemathesis.toml`; a TOML string is a JSON string. */
export function schemathesisConfig(things: KnownThings, hooks: string): string {
  const lists = [...new Set(uses.map(([, name]) => name))];
  const table = (name: string, ...rows: readonly string[]) => [`[${name}]`, ...rows, ''];
  return [
    `hooks = ${JSON.stringify(hooks)}`,
    'continue-on-failure = true',
    '',
    ...table('headers', `Authorization = ${JSON.stringify(things.secretKey)}`),
    ...lists.flatMap((name) => table(`dictionaries.${name}`, `values = ${JSON.stringify([things[name]].flat())}`)),
    ...table(
      'parameters',
      ...uses.map(([parameter, name, share]) => `"${parameter}" = { dictionary = "${name}", probability = ${share} }`),
    ),
    // A status stands for a result code (hooks.py): 422 is a picture or a file that is no good, not a parameter.
    ...table('checks.positive_data_acceptance', 'expected-statuses = ["2xx", "401", "404", "409", "422", "429"]'),
    // The hooks turn every HTTP 200 into what its result code stands for.
    ...table('checks.status_code_conformance', 'enabled = false'),
    // It sends requests that the hooks do not see; `credentials` stands in its place.
    ...table('checks.ignored_auth', 'enabled = false'),
  ].join('\n');
}
