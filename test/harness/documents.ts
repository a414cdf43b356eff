import type { Catalog, CatalogDocument, Scope } from '@openfashion/catalog';
import type { Cluster } from './cluster.js';

/** By product id. */
export type Documents = ReadonlyMap<string, CatalogDocument>;

/** Every document of a service. @throws Error where one is there twice, or the catalogue counts others than there are */
export async function documentsOf(catalog: Catalog, scope: Scope): Promise<Documents> {
  const documents = new Map<string, CatalogDocument>();
  for await (const { document } of catalog.export(scope)) {
    if (documents.has(document.productId)) throw new Error(`${document.productId} is stored twice`);
    documents.set(document.productId, document);
  }
  const count = await catalog.count(scope);
  if (count !== documents.size) throw new Error(`${documents.size} documents are stored, ${count} counted`);
  return documents;
}

/** The same of a service of an app key, read from a cluster's stores. */
export async function documentsIn(cluster: Cluster, appKey: string, name: string): Promise<Documents> {
  const { catalog, tenancy, close } = await cluster.openStores();
  try {
    const { id: service, embedding } = await tenancy.getService(appKey, name);
    return await documentsOf(catalog, { service, embedding });
  } finally {
    await close();
  }
}
