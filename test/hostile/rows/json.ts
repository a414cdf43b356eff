import { gzipSync } from 'node:zlib';
import type { RequestRow } from '../row.js';

const bodyLimit = 16 * 1024;
const named = (name: unknown) => JSON.stringify({ serviceName: name });
const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** Bodies of a service's creation, and what the refusal says (rule 4.1). */
const bodies: readonly [name: string, body: string | Uint8Array, detail: string][] = [
  ['nothing', '', 'body: must be JSON'],
  ['a word', 'abc', 'body: must be JSON'],
  ['half an object', '{"serviceName": "abc"', 'body: must be JSON'],
  ['two objects', `${named('abc')}${named('abd')}`, 'body: must be JSON'],
  ['a comma too many', '{"serviceName": "abc",}', 'body: must be JSON'],
  ['a comment', `/* x */${named('abc')}`, 'body: must be JSON'],
  ['single quotes', "{'serviceName': 'abc'}", 'body: must be JSON'],
  ['a form', 'serviceName=abc', 'body: must be JSON'],
  ['UTF-16', Buffer.from(`\uFEFF${named('abc')}`, 'utf16le'), 'body: must be JSON'],
  [
    'broken UTF-8',
    Buffer.concat([Buffer.from('{"serviceName": "abc'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    'body: must be JSON',
  ],
  ['gzip', gzipSync(named('abc')), 'body: must be JSON'],
  ['a NUL', `${named('abc')}\0`, 'body: must be JSON'],
  ['8,000 brackets', deep(8_000), 'body: must be a JSON object'],
  ['16 KiB of opening brackets', '['.repeat(bodyLimit), 'body: must be JSON'],
  ['16 KiB and a byte', named('abc').padEnd(bodyLimit + 1), 'body: must be at most 16384 bytes'],
  ['5 MB of brackets', deep(2_500_000), 'body: must be at most 16384 bytes'],
  ['null', 'null', 'body: must be a JSON object'],
  ['a number', '5', 'body: must be a JSON object'],
  ['a string', '"abc"', 'body: must be a JSON object'],
  ['an array', '["serviceName"]', 'body: must be a JSON object'],
  ['no name', '{}', 'serviceName: must be a string'],
  ['a name of null', named(null), 'serviceName: must be a string'],
  ['a number as a name', named(123), 'serviceName: must be a string'],
  ['an array as a name', named(['abc']), 'serviceName: must be a string'],
  ['an object as a name', named({ toString: 'abc' }), 'serviceName: must be a string'],
  ['a name in __proto__', '{"__proto__": {"serviceName": "abc"}}', 'serviceName: must be a string'],
  ['a name in constructor', '{"constructor": {"prototype": {"serviceName": "abc"}}}', 'serviceName: must be a string'],
  ['the name twice, the last one wrong', '{"serviceName": "abc", "serviceName": "A"}', 'serviceName: must be 2 to 32'],
  ['an empty name', named(''), 'serviceName: must be 2 to 32'],
  ['__proto__ as a name', named('__proto__'), 'serviceName: must be 2 to 32'],
  ['a path as a name', named('../abc'), 'serviceName: must be 2 to 32'],
  ['a name with a line break', named('abc\n'), 'serviceName: must be 2 to 32'],
  ['a name with a NUL', named('abc\0'), 'serviceName: must be 2 to 32'],
  ['a lone surrogate as a name', '{"serviceName": "a\\ud800"}', 'serviceName: must be 2 to 32'],
  ['full-width letters', named('ａｂｃ'), 'serviceName: must be 2 to 32'],
  ['a name of 16,000 characters', named('a'.repeat(16_000)), 'serviceName: must be 2 to 32'],
];

/** Bodies that are no JSON of the contract. */
export const jsonRows: readonly RequestRow[] = bodies.map(([name, body, detail]) => ({
  name: `a service is created of ${name}`,
  result: 'InvalidParam',
  detail,
  request: () => ({ method: 'POST', path: '/services', body, headers: { 'Content-Type': 'application/json' } }),
}));
