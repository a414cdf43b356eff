import { type Bytes, ContractError, limits } from '@openfashion/contract';
import { type Agent, request } from 'undici';
import { type AddressBlock, isAllowed } from './addresses.js';
import { checkPort, checkUrl } from './check-url.js';
import { ServerFailure } from './transient.js';
import { conditionsOf, type Validators, validatorsOf } from './validators.js';

/** What was at an address, and how to ask later whether it still is. */
export interface Download {
  readonly bytes: Uint8Array;
  readonly validators: Validators;
}

interface FollowOptions {
  readonly maxBytes: Bytes;
  readonly known?: Validators;
  readonly signal: AbortSignal;
}

const redirectCodes = [301, 302, 303, 307, 308];

/**
 * Fetch what is at an address, following redirects; each hop is checked as the first was.
 * @returns undefined where the server says that what the known validators stand for is still there
 * @throws ContractError, or what the connection failed with
 */
export async function follow(
  agent: Agent,
  allowed: readonly AddressBlock[],
  first: URL,
  { maxBytes, known = {}, signal }: FollowOptions,
): Promise<Download | undefined> {
  let url = first;
  const conditions = conditionsOf(known);
  for (let hop = 0; hop <= limits.pictures.redirects; hop++) {
    checkLiteralHost(url, allowed);
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      signal,
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'OpenFashion', ...conditions },
    });
    // A body that is given up reports that it was aborted, which would end the process; who reads it hears of errors all the same.
    body.on('error', () => {});
    if (redirectCodes.includes(statusCode) && headers['location'] !== undefined) {
      body.destroy();
      url = nextHop(url, String(headers['location']));
      continue;
    }
    if (statusCode === 304 && Object.keys(conditions).length > 0) {
      body.destroy();
      return undefined;
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
    const bytes = await readBody(body, Number(headers['content-length'] ?? 0), maxBytes);
    return { bytes, validators: validatorsOf(headers) };
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
