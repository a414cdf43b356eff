import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A block of addresses, e.g. `10.1.0.0/16`. */
export type AddressBlock = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** @throws Error for a block that cannot be read */
export function parseBlocks(cidrs: readonly string[]): AddressBlock[] {
  return cidrs.map((cidr) => {
    try {
      return ipaddr.parseCIDR(cidr);
    } catch (cause) {
      throw new Error(`${cidr} is no CIDR block`, { cause });
    }
  });
}

/**
 * Whether an address may be connected to: it is public, or in a block that the operator allows (rule 7.2). An IPv4
 * address inside an IPv6 one (mapped, NAT64, 6to4, Teredo, compatible) is judged as what it is.
 */
export function isAllowed(address: string, allowed: readonly AddressBlock[]): boolean {
  if (isIP(address) === 0) return false;
  const parsed = unwrap(ipaddr.parse(address));
  return allowed.some((block) => contains(block, parsed)) || parsed.range() === 'unicast';
}

function contains([block, bits]: AddressBlock, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return block.kind() === address.kind() && address.match(block, bits);
}

/** Ranges of IPv6 that carry an IPv4 address, with the byte at which it stands. */
const carriers: readonly (readonly [block: string, at: number])[] = [
  ['::ffff:0:0/96', 12],
  ['::/96', 12],
  ['64:ff9b::/96', 12],
  ['2002::/16', 2],
];

function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  for (const [block, at] of carriers) {
    const parsed = ipaddr.parseCIDR(block) as [ipaddr.IPv6, number];
    const bytes = address.toByteArray();
    if (address.match(parsed) && !isUnspecifiedOrLoopback(address)) return new ipaddr.IPv4(bytes.slice(at, at + 4));
  }
  return address;
}

/** `::` and `::1` are addresses of their own, though they lie in the block of compatible ones. */
const isUnspecifiedOrLoopback = (address: ipaddr.IPv6) => ['unspecified', 'loopback'].includes(address.range());
