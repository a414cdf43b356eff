import { join } from 'node:path';
import type { Scope } from '@openfashion/catalog';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import type { JobDetail } from '../../harness/client.js';
import { type Documents, documentsOf } from '../../harness/documents.js';

/** What jobs left: the detail of each, in their order, and every document of the service. */
export interface Ending {
  readonly details: readonly JobDetail[];
  readonly documents: Documents;
}

/** Read the documents from a folder that no server has. */
export async function readDocuments(directory: string, scope: Scope): Promise<Documents> {
  const catalog = await openEmbeddedCatalog({ directory: join(directory, 'catalog') });
  try {
    return await documentsOf(catalog, scope);
  } finally {
    await catalog.close();
  }
}
