import type { HostileWorld, WireRow } from '../row.js';

type Text = string | ((world: HostileWorld) => string);

const request = (...lines: readonly string[]) =>
  `${['GET /healthz HTTP/1.1', 'Host: x', ...lines].join('\r\n')}\r\n\r\n`;
const post =
  (...lines: readonly string[]) =>
  ({ client, service }: HostileWorld) =>
    `${[`POST /v2.0/appkeys/${client.appKey}/services/${service}/search HTTP/1.1`, 'Host: x', `Authorization: ${client.secretKey}`, 'Content-Type: multipart/form-data; boundary=b', ...lines].join('\r\n')}`;
const close = 'Connection: close';

/** Heads and frames that are no HTTP, or two things at once, and the statuses answered until the server closes. */
const refused: readonly [name: string, statuses: readonly number[], bytes: Text][] = [
  ['a request as it should be', [200], request(close)],
  ['two requests in one piece', [200, 200], request() + request(close)],
  ['a request, then garbage', [200, 400], `${request()}\0\0garbage\r\n\r\n`],
  ['garbage', [400], '\0\x01\x02\xff garbage \r\n\r\n'],
  ['a TLS greeting', [400], '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['the beginning of HTTP/2', [400], 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/0.9', [200], 'GET /healthz\r\n\r\n'],
  ['HTTP/3.0', [400], 'GET /healthz HTTP/3.0\r\nHost: x\r\n\r\n'],
  ['no version', [400], 'GET /healthz HTTP/\r\nHost: x\r\n\r\n'],
  ['an invented method', [400], request(close).replace('GET', 'STEAL')],
  ['a method in small letters', [400], request(close).replace('GET', 'get')],
  ['a method of 10,000 letters', [400], request(close).replace('GET', 'G'.repeat(10_000))],
  ['a path with a space', [400], request(close).replace('/healthz', '/health z')],
  ['a path with a NUL', [400], request(close).replace('/healthz', '/health\0z')],
  ['no host', [400], 'GET /healthz HTTP/1.1\r\n\r\n'],
  ['a header without a colon', [400], request('Nonsense')],
  ['a header with a space before its colon', [400], request('Content-Length : 0')],
  ['a header with a NUL', [400], request('X: a\0b')],
  ['a header with a line feed alone', [400], request('X: a\nContent-Length: 5')],
  ['a header with a carriage return alone', [400], request('X: a\rContent-Length: 5')],
  ['a head of 40 KB', [431], request(`X: ${'x'.repeat(40_000)}`)],
  ['a head of 10,000 headers', [431], request(...Array.from({ length: 10_000 }, (_, index) => `X-${index}: y`))],
  ['a path of 40 KB', [431], request(close).replace('/healthz', `/${'x'.repeat(40_000)}`)],
  ['a length and chunks', [400], post('Content-Length: 5', 'Transfer-Encoding: chunked', '', '0\r\n\r\n')],
  ['chunks and a length', [400], post('Transfer-Encoding: chunked', 'Content-Length: 5', '', '0\r\n\r\n')],
  ['two lengths', [400], post('Content-Length: 5', 'Content-Length: 6', '', 'aaaaaa')],
  ['two lengths alike', [400], post('Content-Length: 5', 'Content-Length: 5', '', 'aaaaa')],
  ['two lengths in one', [400], post('Content-Length: 5, 5', '', 'aaaaa')],
  ['a length with a sign', [400], post('Content-Length: +5', '', 'aaaaa')],
  ['a length below nothing', [400], post('Content-Length: -5', '', 'aaaaa')],
  ['a length in hexadecimal', [400], post('Content-Length: 0x5', '', 'aaaaa')],
  ['a length of 30 digits', [400], post(`Content-Length: ${'9'.repeat(30)}`, '', 'aaaaa')],
  ['chunks inside out', [400], post('Transfer-Encoding: chunked, identity', '', '0\r\n\r\n')],
  ['chunks in other letters', [400], post('Transfer-Encoding: xchunked', '', '0\r\n\r\n')],
  [
    'two encodings',
    [400],
    post('Transfer-Encoding: identity', 'Transfer-Encoding: chunked', 'Content-Length: 3', '', 'abc'),
  ],
  ['a chunk that is none', [400], post('Transfer-Encoding: chunked', '', 'nonsense\r\n')],
  ['a chunk below nothing', [400], post('Transfer-Encoding: chunked', '', '-1\r\na\r\n')],
  ['a chunk of 2⁶⁸ bytes', [400], post('Transfer-Encoding: chunked', '', 'ffffffffffffffff0\r\na\r\n')],
  ['a chunk longer than it says', [400], post('Transfer-Encoding: chunked', '', '1\r\nabc\r\n0\r\n\r\n')],
  [
    'a chunk with 40 KB of extensions',
    [400],
    post('Transfer-Encoding: chunked', '', `1;${'x'.repeat(40_000)}\r\na\r\n0\r\n\r\n`),
  ],
  [
    'a smuggled request behind a refused one',
    [400],
    post('Content-Length: 4', 'Transfer-Encoding: chunked', '', `0\r\n\r\n${request()}`),
  ],
  ['an expectation that nobody can meet', [417], request('Expect: a-miracle', close)],
  ['a tunnel', [], 'CONNECT 127.0.0.2:22 HTTP/1.1\r\nHost: x\r\n\r\n'],
  [
    'a wish to speak another protocol',
    [200],
    request('Upgrade: websocket', 'Connection: close, upgrade', 'Sec-WebSocket-Key: x'),
  ],
];

/** Requests whose client goes before they end. */
const cut: readonly [name: string, statuses: readonly number[], bytes: Text][] = [
  ['nothing', [], ''],
  ['half a head', [400], 'GET /healthz HTTP/1.1\r\nHost'],
  [
    'half a body',
    [400],
    post('Content-Length: 1000', '', '--b\r\nContent-Disposition: form-data; name="limit"\r\n\r\n1'),
  ],
  ['half a chunk', [400], post('Transfer-Encoding: chunked', '', '10\r\n--b\r\n')],
];

const text = (bytes: Text, world: HostileWorld) => (typeof bytes === 'string' ? bytes : bytes(world));

/** What is no HTTP, or wants to be read in two ways. */
export const headRows: readonly WireRow[] = [
  ...refused.map(
    ([name, statuses, bytes]): WireRow => ({
      name: `${name} is answered ${statuses}`,
      statuses,
      wire: (world) => ({ bytes: Buffer.from(text(bytes, world), 'latin1') }),
    }),
  ),
  ...cut.map(
    ([name, statuses, bytes]): WireRow => ({
      name: `${name} before the client ends is answered ${statuses}`,
      statuses,
      wire: (world) => ({ bytes: text(bytes, world), end: true }),
    }),
  ),
];

/** A head must be there within 10 s, which the server looks at every 2 s. */
const headTime = 10_000 + 2_000;
const start = 'GET /healthz HTTP/1.1\r\nHost: x\r\n';

/** Heads that do not come to an end. */
export const slowHeadRows: readonly WireRow[] = [
  { name: 'a connection on which nothing is said', bytes: '' },
  { name: 'a head of one letter', bytes: 'G' },
  { name: 'a head that comes letter by letter', bytes: start, drip: { piece: 'x', every: 250 } },
  { name: 'a head that comes header by header', bytes: start, drip: { piece: 'X: y\r\n', every: 250 } },
].map(({ name, ...wire }) => ({
  name: `${name} is answered 408`,
  statuses: [408],
  within: headTime + 3_000,
  wire: () => wire,
}));

/** A body must be there within 60 s; of one that is refused the rest is read for 10 s (rules 1.9, 5.9, 8.3). */
const bodyTime = 60_000 + 10_000;
const drip = { piece: 'x', every: 250 };

/** Bodies that do not come to an end: too slow for every run. */
export const slowBodyRows: readonly WireRow[] = [
  { route: 'services/catalogue/search', says: '-40000' },
  { route: 'services/catalogue/indexes', says: '-40010' },
  { route: 'services', says: '-40000' },
].map(({ route, says }) => ({
  name: `a body to ${route} that comes letter by letter is answered ${says}`,
  statuses: [200],
  says,
  within: bodyTime + 5_000,
  wire: (world) => ({
    bytes: post('Content-Length: 1000000', '', '--b\r\n')(world).replace('services/catalogue/search', route),
    drip,
  }),
}));
