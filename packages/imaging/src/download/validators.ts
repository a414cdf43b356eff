import type { IncomingHttpHeaders } from 'node:http';

/** What a server said of a picture by which it can tell later whether that changed (RFC 9110, section 8.8). */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** Kept and sent as it is, so it must be short and harmless in a header. */
const keepable = /^[\x20-\x7e]{1,256}$/;

/** The validators of an answer that are worth keeping. */
export function validatorsOf({ etag, 'last-modified': lastModified }: IncomingHttpHeaders): Validators {
  return {
    ...(etag !== undefined && keepable.test(etag) && { etag }),
    ...(lastModified !== undefined && keepable.test(lastModified) && { lastModified }),
  };
}

/** The headers that ask for a picture only if it is another by now. */
export function conditionsOf({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  };
}
