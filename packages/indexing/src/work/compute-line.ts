import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { ContractError, type ProductFields, type ProductLine } from '@openfashion/contract';
import { fingerprint, type Picture } from '@openfashion/imaging';
import { type Call, type Detection, largestItem } from '@openfashion/inference';
import type { Service } from '@openfashion/tenancy';
import type { Context } from '../context.js';
import { type FailureReason, failureReasons, type LineResult } from '../state/chunk-result.js';
import { fetchPicture } from './fetch-picture.js';
import type { Gate } from './gate.js';
import { patiently } from './patiently.js';

export interface LineContext
  extends Pick<Context, 'catalog' | 'detector' | 'embedder' | 'downloader' | 'decoder' | 'settings'> {
  /** Decoded pictures of this process. */
  readonly pictures: Gate;
}

type Document = Extract<LineResult, { kind: 'put' }>['document'];
type FromPicture = Pick<Document, 'vector' | 'fingerprint'>;

/**
 * Find out what a line asks for: of an enable line, the document that it would store.
 * @throws what keeps it from being found out and is not the line's fault: that something of ours is down, or the
 *   signal's reason
 */
export async function computeLine(
  context: LineContext,
  service: Service,
  line: ProductLine,
  signal: AbortSignal,
): Promise<LineResult> {
  if (line.kind === 'disable') return { kind: 'remove', productId: line.productId };
  if (line.kind === 'invalid') return failed(line.reason, line.productId);
  const { product } = line;
  try {
    const bytes = await fetchPicture(context.downloader, product.imageUrl, signal);
    const contentHash = createHash('sha256').update(bytes).digest('hex');
    const known = await knownPicture(context, service, product, contentHash, signal);
    const found = known ?? (await context.pictures.pass(() => look(context, bytes, signal), signal));
    return { kind: 'put', document: { ...product, ...found, contentHash } };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined || signal.aborted) throw error;
    return failed(reason, product.productId);
  }
}

/** What was computed from the same picture before (rule 8.12). */
async function knownPicture(
  { catalog, settings }: LineContext,
  service: Service,
  { productId, imageUrl }: ProductFields,
  contentHash: string,
  signal: AbortSignal,
): Promise<FromPicture | undefined> {
  const scope = { service: service.id, embedding: service.embedding };
  const stored = await patiently(() => catalog.get(scope, productId), settings.patience, signal);
  if (stored?.imageUrl !== imageUrl || stored.contentHash !== contentHash) return undefined;
  return { vector: stored.vector, fingerprint: stored.fingerprint };
}

function look(context: LineContext, bytes: Uint8Array, signal: AbortSignal): Promise<FromPicture> {
  return context.decoder.withPicture(bytes, (picture) => lookAt(context, picture, signal), signal);
}

async function lookAt(context: LineContext, picture: Picture, signal: AbortSignal): Promise<FromPicture> {
  const { detector, embedder, settings } = context;
  const call = (): Call => ({ lane: 'indexing', deadline: performance.now() + settings.modelTimeout, signal });
  const ours = <Result>(attempt: () => Promise<Result>) => patiently(attempt, settings.patience, signal);
  const [detections = []] = await ours(() => detector.detect([picture], call()));
  const { box } = catalogueItem(detections, detector.thresholds);
  const [[vector], print] = await Promise.all([
    ours(() => embedder.embed([{ picture, box }], call())),
    fingerprint(picture),
  ]);
  if (vector === undefined) throw new Error('the embedder answered no vector for a region');
  return { vector, fingerprint: print };
}

/** The item that stands for a catalogue picture (rule 5.11). */
function catalogueItem(detections: readonly Detection[], thresholds: Context['detector']['thresholds']): Detection {
  const item = largestItem(detections, thresholds.display) ?? largestItem(detections, thresholds.indexing);
  if (item) return item;
  throw new ContractError('NoDetectedFashionItems', 'imageUrl: the picture shows no fashion item');
}

/** Why the line fails, if the error is the line's own fault. */
function reasonOf(error: unknown): FailureReason | undefined {
  if (!(error instanceof ContractError)) return undefined;
  return failureReasons.find((reason) => reason === error.result);
}

const failed = (reason: FailureReason, productId: string | undefined): LineResult => ({
  kind: 'failed',
  reason,
  ...(productId !== undefined && { productId }),
});
