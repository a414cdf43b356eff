import type { HostileWorld, RequestRow } from '../row.js';

const refusal = 'link: must be a link that detect answered for this app key';
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const json = (value: unknown) => base64(JSON.stringify(value));

type Content = Readonly<Record<string, unknown>>;
const read = ({ link }: HostileWorld): Content => JSON.parse(Buffer.from(link.own, 'base64').toString());
const changed = (change: (content: Content) => unknown) => (world: HostileWorld) => json(change(read(world)));
const flipped = (share: number, bit: number) => (world: HostileWorld) => {
  const bytes = Buffer.from(world.link.own, 'base64');
  const at = Math.floor((bytes.length - 1) * share);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  return base64(bytes);
};

/** Links that detect did not make for this app key (rule 6.3). */
const forged: Readonly<Record<string, (world: HostileWorld) => string>> = {
  'another app key’s': ({ link }) => link.foreign,
  'with another address': changed((content) => ({ ...content, path: 'http://169.254.169.254/' })),
  'with another box': changed((content) => ({ ...content, box: { x0: 0, y0: 0, x1: 1, y1: 1 } })),
  'with another size': changed((content) => ({ ...content, size: { width: 1, height: 1 } })),
  'with another score': changed((content) => ({ ...content, score: 1 })),
  'with another type': changed((content) => ({ ...content, type: 'SHOES' })),
  'without a MAC': changed(({ mac: _mac, ...content }) => content),
  'with an empty MAC': changed((content) => ({ ...content, mac: '' })),
  'with a MAC of null': changed((content) => ({ ...content, mac: null })),
  'with a MAC of an array': changed((content) => ({ ...content, mac: [content['mac']] })),
  'with a MAC of zeros': changed((content) => ({ ...content, mac: Buffer.alloc(32).toString('base64url') })),
  'with one more key': changed((content) => ({ ...content, more: 1 })),
  'with other spaces': (world) => base64(JSON.stringify(read(world), null, 1)),
  'with a box of strings': changed((content) => ({ ...content, box: { x0: '0', y0: '0', x1: '9', y1: '9' } })),
  'with a box of null': changed((content) => ({ ...content, box: null })),
  'with __proto__': (world) => base64(`{"__proto__":${JSON.stringify(read(world))}}`),
  'with numbers beyond number': (world) =>
    base64(JSON.stringify(read(world)).replace(/"score":[\d.]+/, '"score":1e999')),
  'in an array': changed((content) => [content]),
  'in base64 twice': ({ link }) => base64(link.own),
  'in base64url': ({ link }) => `${Buffer.from(link.own, 'base64').toString('base64url')}-_`,
  'of half its length': ({ link }) => link.own.slice(0, link.own.length / 2),
  'without its last four letters': ({ link }) => link.own.slice(0, -4),
  'followed by another': ({ link }) => link.own.replace(/=+$/, '') + link.own,
  'before a line break': ({ link }) => `${link.own}\n`,
  'behind a NUL': ({ link }) => `\0${link.own}`,
  null: () => json(null),
  'an empty object': () => json({}),
  'a number': () => json(5),
  'deep brackets': () => base64('['.repeat(6_000) + ']'.repeat(6_000)),
  'no JSON': () => base64('{'),
  'no UTF-8': () => base64(new Uint8Array([0xff, 0xfe, 0xfd])),
  'no base64': () => '%%%',
  'padding alone': () => '==',
  '16,384 letters': () => 'A'.repeat(16_384),
  ...Object.fromEntries(
    [0, 0.2, 0.4, 0.6, 0.8, 0.97, 1].flatMap((share) =>
      [0, 7].map((bit) => [`with bit ${bit} flipped at ${share * 100} %`, flipped(share, bit)]),
    ),
  ),
};

const path = ({ service }: HostileWorld, route: string, link: string) => ({
  path: `/services/${service}/${route}?limit=1&link=${encodeURIComponent(link)}`,
});

/** Links that are forged, changed, cut, foreign, huge or something else. */
export const linkRows: readonly RequestRow[] = [
  {
    name: 'the link that all others are made of is a good one',
    result: 'SUCCESS',
    request: (world) => path(world, 'search', world.link.own),
  },
  ...Object.entries(forged).map(
    ([name, make], index): RequestRow => ({
      name: `a link ${name}`,
      result: 'InvalidParam',
      detail: refusal,
      request: (world) => path(world, index % 2 ? 'image' : 'search', make(world)),
    }),
  ),
  {
    name: 'a link of 16,385 letters',
    result: 'InvalidParam',
    detail: 'link: must be at most 16384',
    request: (world) => path(world, 'search', 'A'.repeat(16_385)),
  },
];
