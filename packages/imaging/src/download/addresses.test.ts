import { describe, expect, test } from 'vitest';
import { isAllowed, parseBlocks } from './addresses.js';
import { checkPort, checkUrl } from './check-url.js';

const refused = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.254',
  '127.0.0.1',
  '127.1.2.3',
  '169.254.1.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::10.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '64:ff9b::10.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2002:a00:1::1',
  '2002:c0a8:101::',
  '2001::1',
  '2001:0:53aa:64c::1',
  '2001:db8::1',
  '2001:20::1',
  '100::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  'ff0e::1',
  'not an address',
  '',
  '1.2.3',
  '256.1.1.1',
];
const passed = [
  '1.1.1.1',
  '8.8.8.8',
  '93.184.216.34',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '2002:808:808::1',
];

describe('addresses (rule 7.2)', () => {
  test.each(refused)('%s is not connected to', (address) => expect(isAllowed(address, [])).toBe(false));
  test.each(passed)('%s is', (address) => expect(isAllowed(address, [])).toBe(true));

  test('a block that the operator allows lets its addresses through, and no other', () => {
    const allowed = parseBlocks(['10.1.0.0/16', '::1/128']);
    expect(isAllowed('10.1.2.3', allowed)).toBe(true);
    expect(isAllowed('::ffff:10.1.2.3', allowed)).toBe(true);
    expect(isAllowed('::1', allowed)).toBe(true);
    expect(isAllowed('10.2.0.1', allowed)).toBe(false);
    expect(isAllowed('127.0.0.1', allowed)).toBe(false);
    expect(() => parseBlocks(['10.0.0.0/99'])).toThrow('10.0.0.0/99 is no CIDR block');
  });
});

describe('what an address itself tells (rules 7.1–7.3)', () => {
  test.each([
    'nonsense',
    '',
    '//a.kr/x',
    'ftp://a.kr/',
    'file:///etc/passwd',
    'data:image/png;base64,AA',
    'javascript:1',
    'unix:/var/run/x.sock',
    'http://u:p@a.kr/',
    'http://u@a.kr/',
    'http://:p@a.kr/',
    'http://',
  ])('%s is refused', (address) => {
    expect(() => checkUrl(address)).toThrow(expect.objectContaining({ result: 'InvalidImageURLException' }));
  });

  test.each([22, 81, 442, 8080, 9_999, 12_001, 65_535])('port %i is refused', (port) => {
    expect(() => checkPort(new URL(`http://a.kr:${port}/`))).toThrow('port must be');
  });
  test.each([
    'http://a.kr/',
    'https://a.kr/',
    'http://a.kr:80/',
    'http://a.kr:443/',
    'https://a.kr:80/',
    'http://a.kr:10000/',
    'http://a.kr:12000/',
  ])('%s is not', (address) => expect(() => checkPort(checkUrl(address))).not.toThrow());
});
