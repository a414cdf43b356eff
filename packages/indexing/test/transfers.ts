import type { CatalogDocument, Write } from '@openfashion/catalog';
import type { Service } from '@openfashion/tenancy';
import { createTransfers, type ImportState, type Transfers } from '../src/transfer/index.js';
import { quickSettings, type World } from './world.js';

const never = new AbortController().signal;

/** A document with a vector of its own and text that is easily damaged. */
export function sample(number: number, more: Partial<CatalogDocument> = {}): CatalogDocument {
  const angle = number * 0.37;
  const vector = Float32Array.from([Math.cos(angle), Math.sin(angle), 0.1 * Math.sin(number), 1e-30]);
  const length = Math.hypot(...vector);
  return {
    productId: `상품-${number} 👗 "\\/\t`,
    name: `빨간 원피스 𝒜 ${number}`,
    imageUrl: `http://shop.example/${number}.jpg`,
    category1Id: '여성',
    ...(number % 2 && { s1: '\u2028' }),
    vector: vector.map((value) => value / length),
    fingerprint: Uint8Array.from({ length: 192 }, (_, at) => (number * 7 + at) % 256),
    contentHash: number.toString(16).padStart(64, '0'),
    ...(number % 3 && { etag: `W/"${number}"`, lastModified: 'Sun, 29 Nov 2026 00:00:00 GMT' }),
    ...more,
  };
}

export const samples = (count: number): CatalogDocument[] =>
  Array.from({ length: count }, (_, number) => sample(number));

/** Store documents as if a job had. */
export async function store({ catalog }: World, { id, embedding }: Service, documents: readonly CatalogDocument[]) {
  const writes = documents.map((document): Write => ({ kind: 'put', seq: 20_000, document }));
  for (let from = 0; from < writes.length; from += 1_000) {
    await catalog.apply({ service: id, embedding }, writes.slice(from, from + 1_000));
  }
}

/** Leases that a busy machine does not lose: nothing here waits for one to expire. */
export const lastingLeases = { leaseExpiry: 20_000 };

export const transfersOf = (
  { backplane, catalog, tenancy }: Pick<World, 'backplane' | 'catalog' | 'tenancy'>,
  { quota = 100_000, embedding }: { readonly quota?: number; readonly embedding?: string } = {},
): Transfers =>
  createTransfers({
    backplane,
    catalog,
    tenancy,
    settings: { ...quickSettings, ...lastingLeases, quota },
    ...(embedding !== undefined && { embedding }),
  });

/** The whole file of a service. */
export async function exported(world: World, service: Service, transfers = transfersOf(world)): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of transfers.exportService(await world.appKeyOf(service), service.name, never)) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

export interface ImportOptions {
  readonly transfers?: Transfers;
  readonly appKey?: string;
  readonly name?: string;
  readonly create?: boolean;
  readonly signal?: AbortSignal;
  readonly onState?: (state: ImportState) => unknown;
}

/** Import a file, handed over in small pieces; resolves to the last state. */
export async function imported(
  world: World,
  service: Service | undefined,
  file: string | Uint8Array | AsyncIterable<Uint8Array>,
  { transfers = transfersOf(world), create = false, signal = never, onState = () => {}, ...to }: ImportOptions = {},
): Promise<ImportState> {
  const appKey = to.appKey ?? (service ? await world.appKeyOf(service) : '');
  const pieces = typeof file === 'string' || file instanceof Uint8Array ? inPieces(Buffer.from(file)) : file;
  let last: ImportState | undefined;
  const states = transfers.importService(appKey, to.name ?? service?.name ?? '', pieces, { create, signal });
  for await (const state of states) {
    last = state;
    await onState(state);
  }
  if (last === undefined) throw new Error('an import says how far it has come');
  return last;
}

/** Pieces that cut lines, and characters, anywhere. */
export async function* inPieces(bytes: Uint8Array, size = 1_013): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
