import { randomUUID } from 'node:crypto';

/** The caller's request id if it is 1–128 visible ASCII characters, else a new one (rule 1.6). */
export function requestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\x21-\x7e]{1,128}$/.test(header) ? header : randomUUID();
}
