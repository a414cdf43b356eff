import type { ResultName } from '@openfashion/contract';
import type { HostileWorld, RequestRow } from '../row.js';
import { type Use, uses } from './uses.js';

const here = (host: string) => (world: HostileWorld) => `http://${host}:${world.port}/good.jpg`;
const fixed = (address: string) => () => address;
type Address = (world: HostileWorld) => string;

/** Hosts that are not public (rule 7.2), with a server behind those of 127.0.0.2 that must never be reached. */
const hosts: Readonly<Record<string, readonly string[]>> = {
  'loopback beside the one allowed': [
    '127.0.0.2',
    '127.1.2.3',
    '127.255.255.254',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::0001]',
  ],
  'loopback in other spellings': [
    '127.2',
    '127.0.2',
    '2130706434',
    '0x7f000002',
    '0x7f.0.0.2',
    '0177.0.0.2',
    '017700000002',
    '0x7f.2',
    '127.0.0.2.',
    '１２７.0.0.2',
    '127。0。0。2',
    '127．0．0．2',
    '%31%32%37.0.0.2',
    '①②⑦.0.0.2',
  ],
  'loopback in IPv6': [
    '[::ffff:127.0.0.2]',
    '[::ffff:7f00:2]',
    '[::127.0.0.2]',
    '[64:ff9b::127.0.0.2]',
    '[64:ff9b::7f00:2]',
    '[2002:7f00:2::1]',
    '[2001:0:7f00:2::1]',
    '[2001::80ff:fffd]',
  ],
  'this host': ['0', '0.0.0.0', '0.0.0.1', '[::]', '[::ffff:0.0.0.0]'],
  'link-local': ['169.254.0.1', '[fe80::1]', '[febf::1]'],
  'cloud metadata': [
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '[::ffff:169.254.169.254]',
    '[64:ff9b::a9fe:a9fe]',
    '[fd00:ec2::254]',
    '100.100.100.200',
    '192.0.0.192',
    '[2002:a9fe:a9fe::]',
  ],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '[fc00::1]', '[fd12::1]', '[fec0::1]'],
  'carrier, test, reserved': [
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '240.0.0.1',
    '[100::1]',
    '[2001:db8::1]',
  ],
  'multicast and broadcast': ['224.0.0.1', '239.255.255.255', '255.255.255.255', '[ff02::1]', '[ff0e::1]'],
};

/** Addresses that are refused before any connection (rules 7.1, 7.3), and what the refusal says. */
const forms: readonly [name: string, address: Address, detail: string][] = [
  ['a file', fixed('file:///etc/passwd'), 'http or https'],
  ['a file of a host', fixed('file://127.0.0.1/etc/passwd'), 'http or https'],
  ['data', fixed('data:image/png;base64,iVBORw0KGgo='), 'http or https'],
  ['FTP', fixed('ftp://127.0.0.1/a.jpg'), 'http or https'],
  ['gopher', fixed('gopher://127.0.0.1:11211/_stats'), 'http or https'],
  ['a Unix socket', fixed('unix:/var/run/docker.sock'), 'http or https'],
  ['HTTP over a Unix socket', fixed('http+unix://%2Fvar%2Frun%2Fdocker.sock/'), 'http or https'],
  ['a script', fixed('javascript:alert(1)'), 'http or https'],
  ['a blob', fixed('blob:http://127.0.0.1/x'), 'http or https'],
  ['LDAP', fixed('ldap://127.0.0.1/'), 'http or https'],
  ['dict', fixed('dict://127.0.0.1:11211/stats'), 'http or https'],
  ['a WebSocket', fixed('ws://127.0.0.1/'), 'http or https'],
  ['no scheme', fixed('shop.example/a.jpg'), 'address'],
  ['no host', fixed('http://'), 'address'],
  ['two slashes alone', fixed('//127.0.0.1/a.jpg'), 'address'],
  ['a port that is none', fixed('http://127.0.0.1:99999/'), 'address'],
  ['a host with a space', fixed('http://127.0.0.1 .example/'), 'address'],
  ['a host with a NUL', fixed('http://127.0.0.1\0.example/'), 'address'],
  ['an IPv6 address with a zone', fixed('http://[fe80::1%25eth0]/'), 'address'],
  ['an IPv4 address of five parts', fixed('http://127.0.0.1.1/'), 'address'],
  ['an IPv4 address out of range', fixed('http://256.0.0.1/'), 'address'],
  ['a user', (world) => `http://user@127.0.0.1:${world.port}/good.jpg`, 'credentials'],
  ['a user and a password', (world) => `http://a:b@127.0.0.1:${world.port}/good.jpg`, 'credentials'],
  ['a user that looks like a host', (world) => `http://shop.example@127.0.0.1:${world.port}/good.jpg`, 'credentials'],
  ['an empty user and a password', (world) => `http://:b@127.0.0.1:${world.port}/good.jpg`, 'credentials'],
  ...[1, 22, 25, 79, 81, 6379, 8080, 9_999, 12_001, 65_535].map((port): [string, Address, string] => [
    `port ${port}`,
    fixed(`http://127.0.0.1:${port}/`),
    'port must be',
  ]),
];

/** Names that lead nowhere, or only to this host: what the refusal says is the resolver's matter. */
const names = [
  'localhost:11999',
  'LOCALHOST.:11999',
  'nowhere.invalid',
  'metadata.google.internal',
  'a..b',
  `${'x'.repeat(64)}.example`,
  'xn--a',
  '-',
];

/** Addresses that are what they seem: the same server through which the forbidden ones would be reached. */
const open: readonly string[] = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '127.0.0.1.',
  '１２７.0.0.1',
];

const row = (use: Use, name: string, address: Address, result: ResultName, detail?: string): RequestRow => ({
  name: `${use.name}: ${name}`,
  result,
  ...(detail !== undefined && { detail }),
  ...(use.alone && { alone: true }),
  request: (world) => use.request(world, address(world)),
});

const refusals = Object.values(uses)
  .filter(({ name }) => name !== uses.tag.name)
  .flatMap((use: Use) => [
    ...Object.entries(hosts).flatMap(([kind, list]) =>
      list.map((host) => row(use, `${kind}: ${host}`, here(host), use.refused, 'not a public address')),
    ),
    ...forms.map(([name, address, detail]) => row(use, name, address, use.refused, detail)),
    ...names.map((name) => row(use, `the name ${name.slice(0, 30)}`, fixed(`http://${name}/a`), use.refused)),
  ]);

/** A redirect to each of them is refused as well (rule 7.2). */
const redirected = [
  ...Object.values(hosts).flatMap(([host = '']) => here(host)),
  ...forms.filter(([name]) => !/NUL|slashes|no scheme/.test(name)).map(([, address]) => address),
].map((target): RequestRow => {
  const name = target({ port: 80 } as HostileWorld).slice(0, 60);
  return row(
    uses.detect,
    `a redirect to ${name}`,
    (world) => `${world.site}/to?${encodeURIComponent(target(world))}`,
    'InvalidImageURLException',
  );
});

const tooLong = `http://shop.example/${'x'.repeat(981)}`;
const lengths: readonly RequestRow[] = [
  row(uses.detect, '1,001 characters', fixed(tooLong), 'InvalidParam', 'path: must be at most 1000'),
  row(uses.tag, '1,001 characters', fixed(tooLong), 'InvalidParam', 'path: must be at most 1000'),
  row(uses.search, '1,001 characters', fixed(tooLong), 'InvalidParam', 'imageUrl: must be at most 1000'),
  row(
    uses.search,
    '60,000 characters',
    fixed(`http://a.kr/${'x'.repeat(60_000)}`),
    'InvalidParam',
    'imageUrl: must be at most 1000',
  ),
  row(uses.index, '1,001 characters', fixed(tooLong), 'InvalidFileError', 'link: must be at most 1000'),
  row(uses.detect, 'a name of 900 characters', fixed(`http://${'a.'.repeat(450)}kr/`), 'InvalidImageURLException'),
];

/** Addresses that must not be fetched, beside those of the very same server that may be. */
export const addressRows: readonly RequestRow[] = [
  ...open.map((host) => row(uses.detect, `allowed: ${host}`, here(host), 'SUCCESS')),
  ...refusals,
  ...redirected,
  ...lengths,
];
