import { type Bytes, ContractError, limits, type Milliseconds, type ResultName } from '@openfashion/contract';
import { Agent, errors, request } from 'undici';
import { type AddressBlock, isAllowed, parseBlocks } from './addresses.js';
import { checkPort, checkUrl } from './check-url.js';
import { guardedLookup, type Resolver, systemResolver } from './guarded-lookup.js';
import { HostTurns } from './host-turns.js';
import { ServerFailure } from './transient.js';

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
  downloaded(outcome: ResultName | 'aborted', took: Milliseconds, bytes: Bytes): void;
}

const redirectCodes = [301, 302, 303, 307, 308];

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

  const fetchOver = async (url: URL, { maxBytes, deadlineMs, signal }: DownloadOptions): Promise<Uint8Array> => {
    const start = performance.now();
    const deadline = AbortSignal.timeout(deadlineMs);
    const either = AbortSignal.any([signal, deadline]);
    const told = (outcome: ResultName | 'aborted', bytes = 0) =>
      observer?.downloaded(outcome, performance.now() - start, bytes);
    try {
      const bytes = await raced(follow(agent, allowed, url, maxBytes, either), either);
      told('SUCCESS', bytes.length);
      return bytes;
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

  return {
    async download(address, download) {
      download.signal.throwIfAborted();
      const url = checkUrl(address);
      const bytes = await own?.(url);
      if (bytes) return bytes;
      checkPort(url);
      const fetch = () => fetchOver(url, download);
      return download.takeTurns ? turns.run(url.host, download.signal, fetch) : fetch();
    },
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

async function follow(
  agent: Agent,
  allowed: readonly AddressBlock[],
  first: URL,
  maxBytes: Bytes,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let url = first;
  for (let hop = 0; hop <= limits.pictures.redirects; hop++) {
    checkLiteralHost(url, allowed);
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      signal,
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'OpenFashion' },
    });
    // A body that is given up reports that it was aborted, which would end the process; who reads it hears of errors all the same.
    body.on('error', () => {});
    if (redirectCodes.includes(statusCode) && headers['location'] !== undefined) {
      body.destroy();
      url = nextHop(url, String(headers['location']));
      continue;
    }
    if (statusCode !== 200) {
      body.destroy();
      const detail = `was answered with status ${statusCode}`;
      throw new ContractError(
        'InvalidImageURLException',
        detail,
        statusCode >= 500 ? { cause: new ServerFailure(detail) } : {},
      );
    }
    if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
      body.destroy();
      throw new ContractError('InvalidImageURLException', 'was answered compressed, which was not asked for');
    }
    return readBody(body, Number(headers['content-length'] ?? 0), maxBytes);
  }
  throw new ContractError('InvalidImageURLException', `has more than ${limits.pictures.redirects} redirects`);
}

function nextHop(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href))
    throw new ContractError('InvalidImageURLException', 'redirects to no address');
  const url = checkUrl(new URL(location, from.href).href);
  checkPort(url);
  return url;
}

/** A literal address is connected to without a resolution, so it is checked here. */
function checkLiteralHost({ hostname }: URL, allowed: readonly AddressBlock[]): void {
  const literal = hostname.replace(/^\[|\]$/g, '');
  const isLiteral = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  if (isLiteral && !isAllowed(literal.replace(/\.$/, ''), allowed)) {
    throw new ContractError('InvalidImageURLException', 'is not a public address');
  }
}

async function readBody(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  declared: Bytes,
  maxBytes: Bytes,
): Promise<Uint8Array> {
  const tooLarge = () => {
    body.destroy();
    return new ContractError('ImageTooLargeException', `must be at most ${maxBytes} bytes`);
  };
  if (declared > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
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
