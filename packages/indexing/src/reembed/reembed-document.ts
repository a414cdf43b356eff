import type { Put } from '@openfashion/catalog';
import { PortFailure } from '@openfashion/contract';
import type { Embedder } from '@openfashion/inference';
import type { DocumentFailure } from '@openfashion/tenancy';
import type { Context } from '../context.js';
import { failureReasonOf } from '../work/compute-line.js';
import { fetchPicture } from '../work/fetch-picture.js';
import { contentHashOf, look } from '../work/look.js';

/** What came of one attempt: the document's write, why it never will be one, or what was down or went wrong this time. */
export type Attempt =
  | { readonly kind: 'done'; readonly put: Put }
  | { readonly kind: 'failed'; readonly failure: DocumentFailure }
  | { readonly kind: 'later'; readonly from: Put; readonly error: unknown; readonly down: boolean };

/**
 * Embed the picture that is now at a stored document's address as an index line would. The write has the stored one's
 * seq: of a product that was written or removed since, the collection keeps the newer.
 * @throws the signal's reason when aborted
 */
export async function reembedDocument(
  context: Context,
  embedder: Embedder,
  from: Put,
  signal: AbortSignal,
): Promise<Attempt> {
  const { document, seq } = from;
  // What its server said of the picture was said of the one that was there then.
  const { etag: _etag, lastModified: _lastModified, ...fields } = document;
  try {
    const bytes = await fetchPicture(context.downloader, document.imageUrl, signal);
    const { vectors, fingerprint } = await look(context, bytes, [embedder], signal);
    const [vector] = vectors;
    if (vector === undefined) throw new Error('no vector was made of a picture');
    return {
      kind: 'done',
      put: { kind: 'put', seq, document: { ...fields, vector, fingerprint, contentHash: contentHashOf(bytes) } },
    };
  } catch (error) {
    signal.throwIfAborted();
    const reason = failureReasonOf(error);
    if (reason !== undefined) return { kind: 'failed', failure: failureOf(from, reason) };
    return { kind: 'later', from, error, down: error instanceof PortFailure };
  }
}

export const failureOf = ({ document: { productId, imageUrl } }: Put, reason: string): DocumentFailure => ({
  productId,
  imageUrl,
  reason,
});
