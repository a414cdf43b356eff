import type { CatalogDocument } from '../port.js';

/** Version of the tables; a file with a newer one was written by a newer release. */
export const schemaVersion = 1;

export const schema = `
  CREATE TABLE IF NOT EXISTS collections (embedding TEXT PRIMARY KEY, dimension INTEGER NOT NULL, calibration TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, embedding TEXT NOT NULL, productId TEXT NOT NULL, seq INTEGER NOT NULL,
    name TEXT NOT NULL, imageUrl TEXT NOT NULL, category1Id TEXT, category2Id TEXT, category3Id TEXT, s1 TEXT, s2 TEXT,
    fingerprint BLOB NOT NULL, contentHash TEXT NOT NULL, vector BLOB NOT NULL,
    UNIQUE (service, embedding, productId)
  );
  CREATE TABLE IF NOT EXISTS removals (
    service TEXT NOT NULL, embedding TEXT NOT NULL, productId TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (service, embedding, productId)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS counts (
    service TEXT NOT NULL, embedding TEXT NOT NULL, documents INTEGER NOT NULL, PRIMARY KEY (service, embedding)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS dropped (service TEXT PRIMARY KEY, reclaimed INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  PRAGMA user_version = ${schemaVersion};
`;

/** How libsql gives a blob: `get` as a Buffer, `all` as an ArrayBuffer. */
export type Blob = Buffer | ArrayBuffer;

/** A row of `documents` without its key columns; columns are named as the fields are. */
export interface DocumentRow {
  readonly id: number;
  readonly productId: string;
  readonly name: string;
  readonly imageUrl: string;
  readonly category1Id: string | null;
  readonly category2Id: string | null;
  readonly category3Id: string | null;
  readonly s1: string | null;
  readonly s2: string | null;
  readonly fingerprint: Blob;
  readonly contentHash: string;
}

/** Columns of {@link DocumentRow}. */
export const documentColumns =
  'id, productId, name, imageUrl, category1Id, category2Id, category3Id, s1, s2, fingerprint, contentHash';

/** A stored document without its vector. */
export function toDocument(row: DocumentRow): Omit<CatalogDocument, 'vector'> {
  const { productId, name, imageUrl, category1Id, category2Id, category3Id, s1, s2, contentHash } = row;
  const optional = Object.entries({ category1Id, category2Id, category3Id, s1, s2 }).filter(
    ([, value]) => value !== null,
  );
  const fingerprint = new Uint8Array(row.fingerprint);
  return { productId, name, imageUrl, ...Object.fromEntries(optional), fingerprint, contentHash };
}

export function toVector(blob: Blob): Float32Array {
  return new Float32Array(new Uint8Array(blob).buffer);
}
