import { type Bytes, limits } from '@openfashion/contract';
import type { GatewayContext } from '../context.js';

/**
 * Download the picture at an address, as section 7 says.
 * @throws ContractError of section 7
 */
export function fetchPicture(
  context: Pick<GatewayContext, 'downloader'>,
  address: string,
  maxBytes: Bytes,
  signal: AbortSignal,
): Promise<Uint8Array> {
  return context.downloader.download(address, { maxBytes, deadlineMs: limits.pictures.downloadMs, signal });
}
