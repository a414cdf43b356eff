import { ContractError, type ProductFields, type ProductLine } from '@openfashion/contract';
import type { Embedder } from '@openfashion/inference';
import type { Context } from '../context.js';
import { type FailureReason, failureReasons, type LineResult } from '../state/chunk-result.js';
import { fetchPicture } from './fetch-picture.js';
import { contentHashOf, type LookContext, look, type Seen } from './look.js';
import { patiently } from './patiently.js';

export type LineContext = LookContext & Pick<Context, 'catalog' | 'downloader'>;

/**
 * Find out what a line asks for: of an enable line, the document that it would store.
 * @param service internal id
 * @param embedders of all the vectors that the service has; a result's are in this order
 * @throws what keeps it from being found out and is not the line's fault: that something of ours is down, or the
 *   signal's reason
 */
export async function computeLine(
  context: LineContext,
  service: string,
  embedders: readonly Embedder[],
  line: ProductLine,
  signal: AbortSignal,
): Promise<LineResult> {
  if (line.kind === 'disable') return { kind: 'remove', productId: line.productId };
  if (line.kind === 'invalid') return failed(line.reason, line.productId);
  const { product } = line;
  try {
    const bytes = await fetchPicture(context.downloader, product.imageUrl, signal);
    const contentHash = contentHashOf(bytes);
    const known = await knownPicture(context, service, embedders, product, contentHash, signal);
    const { vectors, fingerprint } = known ?? (await look(context, bytes, embedders, signal));
    return { kind: 'put', document: { ...product, fingerprint, contentHash }, vectors };
  } catch (error) {
    const reason = failureReasonOf(error);
    if (reason === undefined || signal.aborted) throw error;
    return failed(reason, product.productId);
  }
}

/** What was computed from the same picture before, if that is there for every embedder (rule 8.12). */
async function knownPicture(
  { catalog, settings }: LineContext,
  service: string,
  embedders: readonly Embedder[],
  { productId, imageUrl }: ProductFields,
  contentHash: string,
  signal: AbortSignal,
): Promise<Seen | undefined> {
  const vectors: Float32Array[] = [];
  let print: Uint8Array | undefined;
  for (const { embedding } of embedders) {
    const scope = { service, embedding: embedding.id };
    const stored = await patiently(() => catalog.get(scope, productId), settings.patience, signal);
    if (stored?.imageUrl !== imageUrl || stored.contentHash !== contentHash) return undefined;
    vectors.push(stored.vector);
    print = stored.fingerprint;
  }
  return print && { vectors, fingerprint: print };
}

/** Why a line or a document fails, if the error is its own fault. */
export function failureReasonOf(error: unknown): FailureReason | undefined {
  if (!(error instanceof ContractError)) return undefined;
  return failureReasons.find((reason) => reason === error.result);
}

const failed = (reason: FailureReason, productId: string | undefined): LineResult => ({
  kind: 'failed',
  reason,
  ...(productId !== undefined && { productId }),
});
