import { gzipSync } from 'node:zlib';
import type { Page } from '../../harness/picture-site.js';
import { says, sends } from './send.js';

const MB = 1_048_576;
const line = JSON.stringify({ productId: 'gone', status: 'disable' });

/** Data files by address. */
export const dataFilePages = {
  '/good.jsonl': sends(line),
  '/page.jsonl': sends('<!doctype html><title>moved</title>'),
  '/empty.jsonl': sends(''),
  '/mark.jsonl': sends('\uFEFF'),
  '/over.jsonl': sends(Buffer.alloc(5 * MB + 1, 'x')),
  '/packed.jsonl': says('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n', gzipSync(line)),
  '/packed.jsonl.gz': sends(gzipSync(line)),
} satisfies Record<string, Page>;
