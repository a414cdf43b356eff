import type { CatalogDocument } from '@openfashion/catalog';
import { ContractError, type ProductFields, type ProductLine } from '@openfashion/contract';
import type { Validators } from '@openfashion/imaging';
import type { Embedder } from '@openfashion/inference';
import type { Context } from '../context.js';
import { type FailureReason, failureReasons, type LineResult } from '../state/chunk-result.js';
import { fetchIfChanged } from './fetch-picture.js';
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
    const known = await knownPicture(context, service, embedders, product, signal);
    const found = await fetchIfChanged(context.downloader, product.imageUrl, known ?? {}, signal);
    if (known && found === undefined) return put(product, known);
    if (found === undefined) throw new Error(`${product.imageUrl} cannot be unchanged: nothing is known of it`);
    const contentHash = contentHashOf(found.bytes);
    const seen = known?.contentHash === contentHash ? known : await look(context, found.bytes, embedders, signal);
    return put(product, { vectors: seen.vectors, fingerprint: seen.fingerprint, contentHash, ...found.validators });
  } catch (error) {
    const reason = failureReasonOf(error);
    if (reason === undefined || signal.aborted) throw error;
    return failed(reason, product.productId);
  }
}

/** What is known of a picture that was looked at. */
interface KnownPicture extends Seen, Validators {
  readonly contentHash: string;
}

const put = (product: ProductFields, { vectors, ...picture }: KnownPicture): LineResult => ({
  kind: 'put',
  document: { ...product, ...picture },
  vectors,
});

/** What was computed from the picture at this address before, if that is there for every embedder (rule 8.12). */
async function knownPicture(
  { catalog, settings }: LineContext,
  service: string,
  embedders: readonly Embedder[],
  { productId, imageUrl }: ProductFields,
  signal: AbortSignal,
): Promise<KnownPicture | undefined> {
  const vectors: Float32Array[] = [];
  let known: Omit<KnownPicture, 'vectors'> | undefined;
  for (const { embedding } of embedders) {
    const scope = { service, embedding: embedding.id };
    const stored = await patiently(() => catalog.get(scope, productId), settings.patience, signal);
    if (stored?.imageUrl !== imageUrl || (known && known.contentHash !== stored.contentHash)) return undefined;
    vectors.push(stored.vector);
    known = pictureOf(stored);
  }
  return known && { ...known, vectors };
}

const pictureOf = ({ fingerprint, contentHash, etag, lastModified }: CatalogDocument) => ({
  fingerprint,
  contentHash,
  ...(etag !== undefined && { etag }),
  ...(lastModified !== undefined && { lastModified }),
});

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
