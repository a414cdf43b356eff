import { type CatalogDocument, rank, type VectorQuery } from '@openfashion/catalog';
import { ContractError, type Filter, filterFields } from '@openfashion/contract';
import { type Region, samePicture } from '@openfashion/imaging';
import type { Call } from '@openfashion/inference';
import type { Service } from '@openfashion/tenancy';
import type { GatewayContext } from './context.js';

/** What the three searches share (rules 5.1–5.3). */
export interface SearchOptions {
  readonly limit: number;
  readonly filters: readonly Filter[];
  readonly minSimilarity?: number | undefined;
  readonly includeDuplicates: boolean;
}

/** An item of a search's answer (rule 5.6). */
export type SearchItem = Pick<CatalogDocument, 'productId' | 'name' | 'imageUrl'> &
  Partial<Record<(typeof filterFields)[number], string>> & { readonly similarity: number };

type Stores = Pick<GatewayContext, 'catalog'>;

/**
 * The products nearest to a stored one, which is never among them (rule 5.4). Needs no model (rule 5.7).
 * @throws ContractError NotFoundProductId
 */
export async function searchByProduct(
  context: Stores,
  service: Service,
  productId: string,
  options: SearchOptions,
): Promise<SearchItem[]> {
  const scope = { service: service.id, embedding: service.embedding };
  const product = await context.catalog.get(scope, productId);
  if (product === undefined) throw new ContractError('NotFoundProductId', `productId: no product ${productId}`);
  return search(
    context,
    service,
    options,
    { vector: product.vector, excludeProductId: productId },
    product.fingerprint,
  );
}

/** The products nearest to an item in a picture; the very product photographed may be among them (rule 5.5). */
export async function searchByRegion(
  context: Stores & Pick<GatewayContext, 'embedders'>,
  call: Call,
  service: Service,
  region: Region,
  options: SearchOptions,
): Promise<SearchItem[]> {
  const embedder = context.embedders.of(service.embedding);
  if (embedder === undefined) {
    const made = context.embedders.all.map(({ embedding }) => embedding.id).join(', ');
    throw new Error(
      `service ${service.name} (${service.id}) has vectors of ${service.embedding}, and the embedders make ${made}: ` +
        'only search by product id goes on (docs/model-change.md)',
    );
  }
  const [vector] = await embedder.embed([region], call);
  if (vector === undefined) throw new Error('the embedder answered no vector for a region');
  return search(context, service, options, { vector });
}

async function search(
  { catalog }: Stores,
  service: Service,
  options: SearchOptions,
  query: Pick<VectorQuery, 'vector' | 'excludeProductId'>,
  fingerprint?: Uint8Array,
): Promise<SearchItem[]> {
  const { limit, filters, minSimilarity, includeDuplicates } = options;
  const collection = await catalog.collection(service.embedding);
  if (collection === undefined) throw new Error(`no collection of the embedding ${service.embedding}`);
  const matches = await catalog.search(
    { service: service.id, embedding: service.embedding },
    { ...query, limit, filters },
  );
  const ranked = rank(matches, {
    collection,
    includeDuplicates,
    samePicture,
    ...(minSimilarity !== undefined && { minSimilarity }),
    ...(fingerprint !== undefined && { query: { fingerprint } }),
  });
  return ranked.map(({ similarity, document }) => ({ similarity, ...shown(document) }));
}

function shown(document: Omit<CatalogDocument, 'vector'>): Omit<SearchItem, 'similarity'> {
  const { productId, name, imageUrl } = document;
  const fields = filterFields.flatMap((field) => (document[field] ? [[field, document[field]]] : []));
  return { productId, name, imageUrl, ...Object.fromEntries(fields) };
}
