import { readFile } from 'node:fs/promises';
import type { Milliseconds } from '@openfashion/contract';
import type { Schemas } from '@qdrant/js-client-rest';

/** How to reach Qdrant, and what is asked of it. */
export interface QdrantOptions {
  /** One address, or those of several nodes of one cluster (`http://node:6333`); when one fails, the next is asked. */
  readonly urls: readonly string[];
  readonly apiKey?: string;
  /** Certificates (PEM) of who signs the servers', where the system does not know them. */
  readonly caFile?: string;
  /** Names of all collections begin with this: `[a-z0-9_]`, 1–32 characters. Default `openfashion`. */
  readonly prefix?: string;
  /** Copies of each document, on as many nodes. Default 1. */
  readonly replicationFactor?: number;
  /** Copies that must have a write before it is answered, if as many are alive. Default 1. */
  readonly writeConsistencyFactor?: number;
  /** Parts of a new collection. Default: as many as there are nodes. */
  readonly shardNumber?: number;
  /** Default `medium`: writes go through one replica, which is another when that one dies. */
  readonly ordering?: Schemas['WriteOrdering'];
  /** How long a read may take with all its tries (default 10,000); a write may take three times as long. */
  readonly timeout?: Milliseconds;
  /** Told, in words, of what the operator should know: a setting that cannot be put into force. */
  readonly notice?: (message: string) => void;
}

/** The options with what stands for those that were left out. */
export interface Settled extends Required<Omit<QdrantOptions, 'apiKey' | 'caFile' | 'shardNumber'>> {
  readonly apiKey: string | undefined;
  /** PEM. */
  readonly ca: string | undefined;
  readonly shardNumber: number | undefined;
}

/** @throws RangeError for a wrong option; Error for a file that cannot be read */
export async function settle({ caFile, apiKey, shardNumber, ...options }: QdrantOptions): Promise<Settled> {
  const settled = {
    prefix: 'openfashion',
    replicationFactor: 1,
    writeConsistencyFactor: 1,
    ordering: 'medium' as const,
    timeout: 10_000,
    notice: () => undefined,
    ...options,
    apiKey,
    shardNumber,
    ca: caFile === undefined ? undefined : await readCertificates(caFile),
  };
  if (!/^[a-z0-9_]{1,32}$/.test(settled.prefix)) throw new RangeError('prefix: must be 1 to 32 of a-z, 0-9 and _');
  if (settled.urls.length === 0) throw new RangeError('urls: must name at least one node');
  for (const url of settled.urls) checkUrl(url);
  return settled;
}

async function readCertificates(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new Error(`OPENFASHION_QDRANT_CA: the file ${file} cannot be read`, { cause });
  }
}

function checkUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && /^https?:$/.test(url.protocol) && url.search + url.hash + url.username + url.password === '';
  // The text may hold a password: it is not repeated.
  if (!isPlain) throw new RangeError('urls: each must be an http or https address without password and query');
}
