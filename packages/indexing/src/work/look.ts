import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { ContractError } from '@openfashion/contract';
import { fingerprint, type Picture } from '@openfashion/imaging';
import { type Call, type Detection, type Embedder, largestItem } from '@openfashion/inference';
import type { Context } from '../context.js';
import { patiently } from './patiently.js';

export type LookContext = Pick<Context, 'detector' | 'decoder' | 'pictures' | 'settings'>;

/** What is computed from a catalogue picture. */
export interface Seen {
  /** Of the item that stands for the picture, one of each embedder. */
  readonly vectors: Float32Array[];
  readonly fingerprint: Uint8Array;
}

/** SHA-256 of a picture's bytes, hex (rule 8.12). */
export const contentHashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Decode a picture once, find its item once, and embed that with each embedder.
 * @throws ContractError of section 7 or NoDetectedFashionItems; what keeps it from being found out
 */
export function look(
  context: LookContext,
  bytes: Uint8Array,
  embedders: readonly Embedder[],
  signal: AbortSignal,
): Promise<Seen> {
  const decoded = () =>
    context.decoder.withPicture(bytes, (picture) => lookAt(context, picture, embedders, signal), signal);
  return context.pictures.pass(decoded, signal);
}

async function lookAt(
  { detector, settings }: LookContext,
  picture: Picture,
  embedders: readonly Embedder[],
  signal: AbortSignal,
): Promise<Seen> {
  const call = (): Call => ({ lane: 'indexing', deadline: performance.now() + settings.modelTimeout, signal });
  const ours = <Result>(attempt: () => Promise<Result>) => patiently(attempt, settings.patience, signal);
  const [detections = []] = await ours(() => detector.detect([picture], call()));
  const { box } = catalogueItem(detections, detector.thresholds);
  const embed = async (embedder: Embedder): Promise<Float32Array> => {
    const [vector] = await ours(() => embedder.embed([{ picture, box }], call()));
    if (vector === undefined) throw new Error('the embedder answered no vector for a region');
    return vector;
  };
  const [vectors, print] = await Promise.all([Promise.all(embedders.map(embed)), fingerprint(picture)]);
  return { vectors, fingerprint: print };
}

/** The item that stands for a catalogue picture (rule 5.11). */
function catalogueItem(detections: readonly Detection[], thresholds: Context['detector']['thresholds']): Detection {
  const item = largestItem(detections, thresholds.display) ?? largestItem(detections, thresholds.indexing);
  if (item) return item;
  throw new ContractError('NoDetectedFashionItems', 'imageUrl: the picture shows no fashion item');
}
