import { type Bytes, ContractError, limits, type Milliseconds, type ResultName } from '@openfashion/contract';
import { Agent, errors } from 'undici';
import { parseBlocks } from './addresses.js';
import { checkPort, checkUrl } from './check-url.js';
import { type Download, follow } from './follow.js';
import { guardedLookup, type Resolver, systemResolver } from './guarded-lookup.js';
import { HostTurns } from './host-turns.js';
import type { Validators } from './validators.js';

export interface DownloadOptions {
  readonly maxBytes: Bytes;
  /** Over everything: names, connections, redirects, body. Starts when the download does, not while it waits for its turn. */
  readonly deadlineMs: Milliseconds;
  readonly signal: AbortSignal;
  /** Wait for one of the host's turns first: for indexing, which would otherwise open as many connections as it has lines. */
  readonly takeTurns?: boolean;
}

/** Fetches what is at a public address, and nothing else. */
export interface Downloader {
  /**
   * @throws ContractError InvalidImageURLException (refused, unreachable, not 200, cut short, too many redirects),
   * ImageTimeoutError, ImageTooLargeException; the signal's reason when it is aborted
   */
  download(address: string, options: DownloadOptions): Promise<Uint8Array>;
  /**
   * The same of what may have been fetched before.
   * @param known what came with it then; where the server says that it is still the same, nothing is fetched
   * @returns undefined for what has not changed
   */
  downloadIfChanged(address: string, known: Validators, options: DownloadOptions): Promise<Download | undefined>;
  close(): Promise<void>;
}

export interface DownloaderOptions {
  /** Blocks of private addresses that the operator allows; the port rule still holds. */
  readonly allowCidrs?: readonly string[];
  /** Downloads at once from one host, among those that take turns. */
  readonly hostConcurrency?: number;
  /** Bytes of an address that this product serves itself; such pictures are read without the network (rule 7.2). */
  readonly own?: (url: URL) => Promise<Uint8Array | undefined>;
  readonly resolver?: Resolver;
  readonly observer?: DownloadObserver;
}

/** Told of every download that used the network. */
export interface DownloadObserver {
  downloaded(outcome: ResultName | 'unchanged' | 'aborted', took: Milliseconds, bytes: Bytes): void;
}

/**
 * Every connection resolves its name itself and goes to the address that was checked. A connection that is kept for the
 * next picture of the same host was opened under the same check.
 */
export function createDownloader(options: DownloaderOptions = {}): Downloader {
  const { hostConcurrency = 8, own, resolver = systemResolver, observer } = options;
  const allowed = parseBlocks(options.allowCidrs ?? []);
  const turns = new HostTurns(hostConcurrency);
  const agent = new Agent({
    connect: { lookup: guardedLookup(resolver, allowed), timeout: limits.indexing.linkMs },
    maxHeaderSize: 16 * 1024,
    headersTimeout: limits.indexing.linkMs,
    bodyTimeout: limits.indexing.linkMs,
  });

  const fetchOver = async (
    url: URL,
    known: Validators,
    { maxBytes, deadlineMs, signal }: DownloadOptions,
  ): Promise<Download | undefined> => {
    const start = performance.now();
    const deadline = AbortSignal.timeout(deadlineMs);
    const either = AbortSignal.any([signal, deadline]);
    const told = (outcome: Parameters<DownloadObserver['downloaded']>[0], bytes = 0) =>
      observer?.downloaded(outcome, performance.now() - start, bytes);
    try {
      const found = await raced(follow(agent, allowed, url, { maxBytes, known, signal: either }), either);
      told(found ? 'SUCCESS' : 'unchanged', found?.bytes.length);
      return found;
    } catch (cause) {
      if (signal.aborted) {
        told('aborted');
        throw signal.reason;
      }
      const error = deadline.aborted
        ? new ContractError('ImageTimeoutError', `did not arrive within ${deadlineMs / 1000} s`, { cause })
        : asContractError(cause);
      told(error.result);
      throw error;
    }
  };

  const downloadIfChanged: Downloader['downloadIfChanged'] = async (address, known, download) => {
    download.signal.throwIfAborted();
    const url = checkUrl(address);
    const bytes = await own?.(url);
    if (bytes) return { bytes, validators: {} };
    checkPort(url);
    const fetch = () => fetchOver(url, known, download);
    return download.takeTurns ? turns.run(url.host, download.signal, fetch) : fetch();
  };

  return {
    async download(address, download) {
      const found = await downloadIfChanged(address, {}, download);
      if (found === undefined) throw new Error(`${address} cannot be unchanged: nothing is known of it`);
      return found.bytes;
    },
    downloadIfChanged,
    close: () => agent.destroy(),
  };
}

/** Name resolution cannot be aborted: what waits for it can. */
function raced<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Detail is for the caller, so it says what kind of thing went wrong, not which address a name has (rule 1.5). */
function asContractError(cause: unknown): ContractError {
  if (cause instanceof ContractError) return cause;
  const code = (cause as { code?: string } | null)?.code;
  const forbidden = cause instanceof Error && cause.name === 'ForbiddenAddress';
  const timeouts: readonly unknown[] = [
    errors.ConnectTimeoutError,
    errors.HeadersTimeoutError,
    errors.BodyTimeoutError,
  ];
  if (timeouts.some((kind) => typeof kind === 'function' && cause instanceof kind)) {
    return new ContractError('ImageTimeoutError', 'did not answer in time', { cause });
  }
  const detail = forbidden
    ? 'is not a public address'
    : code === 'ENOTFOUND'
      ? 'has an unknown host'
      : 'could not be fetched';
  return new ContractError('InvalidImageURLException', detail, { cause });
}
