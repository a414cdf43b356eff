import type { Catalog } from '../port.js';
import { Collections } from './collections.js';
import { Connection } from './connection.js';
import { Drops } from './drops.js';
import { type QdrantOptions, settle } from './options.js';
import { PointsStore } from './points-store.js';
import { QdrantCatalog } from './qdrant-catalog.js';
import { checkVersion } from './version.js';

export type { QdrantOptions } from './options.js';
export { type Reconciled, reconcile } from './reconcile.js';

/**
 * Open the catalogue in a Qdrant server or cluster that many processes share. What it needs there is made or brought up to
 * date, by several processes at once if need be.
 * @throws Unavailable when no node answers or the API key is refused, Error when the server is older than 1.16 or the file of
 *   certificates cannot be read, RangeError for a wrong option
 */
export async function openQdrantCatalog(options: QdrantOptions): Promise<Catalog> {
  const settled = await settle(options);
  const connection = new Connection(settled);
  try {
    await checkVersion(connection);
    const points = new PointsStore(connection, settled);
    const collections = new Collections(connection, settled);
    const drops = new Drops(connection, collections, points, settled);
    await drops.ensure();
    return new QdrantCatalog({ connection, collections, points, drops, notice: settled.notice });
  } catch (error) {
    await connection.close();
    throw error;
  }
}
