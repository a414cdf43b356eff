import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type AddressBlock, isAllowed } from './addresses.js';

/** All addresses of a host name. */
export type Resolver = (hostname: string) => Promise<readonly LookupAddress[]>;

/** The operating system's resolver. */
export const systemResolver: Resolver = (hostname) =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true, verbatim: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    );
  });

/** The connection was refused by us: the address is not one that may be connected to. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
}

/**
 * The resolution that a connection itself makes, so that there is no moment between the check and the use: a name is
 * resolved once, and one forbidden address among its addresses refuses all of them (rule 7.2).
 */
export function guardedLookup(resolver: Resolver, allowed: readonly AddressBlock[]): LookupFunction {
  return (hostname, options: LookupOptions, callback) => {
    resolver(hostname).then(
      (addresses) => {
        const forbidden = addresses.find(({ address }) => !isAllowed(address, allowed));
        const [first] = addresses;
        if (forbidden || first === undefined) {
          callback(new ForbiddenAddress(`${hostname} leads to ${forbidden?.address ?? 'no address'}`), '', 0);
        } else if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
