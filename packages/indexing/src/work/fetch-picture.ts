import { limits } from '@openfashion/contract';
import { type Downloader, isTransient } from '@openfashion/imaging';

const { indexingBytes: maxBytes, downloadMs: deadlineMs } = limits.pictures;

/**
 * Download a catalogue picture; a connection error or a 5xx is tried once more (rule 8.7).
 * @throws ContractError of section 7
 */
export async function fetchPicture(downloader: Downloader, address: string, signal: AbortSignal): Promise<Uint8Array> {
  const attempt = () => downloader.download(address, { maxBytes, deadlineMs, signal, takeTurns: true });
  try {
    return await attempt();
  } catch (error) {
    if (!isTransient(error) || signal.aborted) throw error;
    return attempt();
  }
}
