import { limits } from '@openfashion/contract';
import { type Download, type Downloader, isTransient, type Validators } from '@openfashion/imaging';

const { indexingBytes: maxBytes, downloadMs: deadlineMs } = limits.pictures;
const options = { maxBytes, deadlineMs, takeTurns: true } as const;

/**
 * Download a catalogue picture; a connection error or a 5xx is tried once more (rule 8.7).
 * @throws ContractError of section 7
 */
export const fetchPicture = (downloader: Downloader, address: string, signal: AbortSignal): Promise<Uint8Array> =>
  twice(() => downloader.download(address, { ...options, signal }), signal);

/** The same of one that was fetched before; undefined where its server says that it has not changed (rule 8.12). */
export const fetchIfChanged = (
  downloader: Downloader,
  address: string,
  known: Validators,
  signal: AbortSignal,
): Promise<Download | undefined> =>
  twice(() => downloader.downloadIfChanged(address, known, { ...options, signal }), signal);

async function twice<Result>(attempt: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  try {
    return await attempt();
  } catch (error) {
    if (!isTransient(error) || signal.aborted) throw error;
    return attempt();
  }
}
