import { join } from 'node:path';
import type { Catalog, CatalogDocument, Scope } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import type { JobDetail } from '../../harness/client.js';

/** What jobs left: the detail of each, in their order, and every document of the service. */
export interface Ending {
  readonly details: readonly JobDetail[];
  readonly documents: ReadonlyMap<string, CatalogDocument>;
}

/** Read the documents from a folder that no server has. */
export async function readDocuments(directory: string, scope: Scope): Promise<Ending['documents']> {
  const catalog = await openEmbeddedCatalog({ directory: join(directory, 'catalog') });
  try {
    return await documentsOf(catalog, scope);
  } finally {
    await catalog.close();
  }
}

/** Every document of a service. @throws Error where one is there twice, or the catalogue counts others than there are */
export async function documentsOf(catalog: Catalog, scope: Scope): Promise<Ending['documents']> {
  const documents = new Map<string, CatalogDocument>();
  for await (const { document } of catalog.export(scope)) {
    if (documents.has(document.productId)) throw new Error(`${document.productId} is stored twice`);
    documents.set(document.productId, document);
  }
  const count = await catalog.count(scope);
  if (count !== documents.size) throw new Error(`${documents.size} documents are stored, ${count} counted`);
  return documents;
}
