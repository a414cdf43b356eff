import type { CatalogDocument } from '../port.js';

/**
 * `scopes.changes` numbers the changes of a scope: what has a `change` over n happened after n, which is how copies in
 * memory follow. A scope that was cleared, or whose service was dropped, has none, so that no read finds it, and waits to be reclaimed.
 */
export const schema = `
  CREATE TABLE collections (
    embedding TEXT PRIMARY KEY, dimension INTEGER NOT NULL, calibration TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE scopes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT, embedding TEXT NOT NULL,
    documents INTEGER NOT NULL DEFAULT 0, changes INTEGER NOT NULL DEFAULT 0, UNIQUE (service, embedding)
  ) STRICT;
  CREATE TABLE documents (
    id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, productId TEXT NOT NULL, seq INTEGER NOT NULL, change INTEGER NOT NULL,
    name TEXT NOT NULL, imageUrl TEXT NOT NULL, category1Id TEXT, category2Id TEXT, category3Id TEXT, s1 TEXT, s2 TEXT,
    contentHash TEXT NOT NULL, fingerprint BLOB NOT NULL, vector BLOB NOT NULL, etag TEXT, lastModified TEXT, UNIQUE (scope, productId)
  ) STRICT;
  CREATE UNIQUE INDEX documents_by_change ON documents (scope, change);
  CREATE TABLE removals (
    scope INTEGER NOT NULL, productId TEXT NOT NULL, seq INTEGER NOT NULL, change INTEGER NOT NULL, PRIMARY KEY (scope, productId)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX removals_by_change ON removals (scope, change);
  CREATE TABLE dropped (service TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`;

/** How libsql gives a blob: `get` as a Buffer, `all` as an ArrayBuffer. */
export type Blob = Buffer | ArrayBuffer;

/** What a catalogue of the tables' version before lacks. */
export const migrations: Readonly<Record<number, string>> = {
  1: 'ALTER TABLE documents ADD COLUMN etag TEXT; ALTER TABLE documents ADD COLUMN lastModified TEXT;',
};

/** Fields that a document may lack: null in the table, left out of a document. */
const filterable = ['category1Id', 'category2Id', 'category3Id', 's1', 's2'] as const;
const validators = ['etag', 'lastModified'] as const;
const optionalFields = [...filterable, ...validators] as const;
type Nullable<Field extends string> = { readonly [Name in Field]: string | null };
export type FilterableFields = Nullable<(typeof filterable)[number]>;

/** A row of `documents`; its columns are named as the fields are. */
export interface DocumentRow extends Nullable<(typeof optionalFields)[number]> {
  readonly id: number;
  readonly productId: string;
  readonly name: string;
  readonly imageUrl: string;
  readonly contentHash: string;
  readonly fingerprint: Blob;
}

/** Columns of {@link DocumentRow}. */
export const documentColumns = `id, productId, name, imageUrl, ${optionalFields.join(', ')}, contentHash, fingerprint`;

function present<Field extends string>(row: Nullable<Field>, fields: readonly Field[]): Partial<Record<Field, string>> {
  const present: Partial<Record<Field, string>> = {};
  for (const field of fields) {
    const value = row[field];
    if (value !== null) present[field] = value;
  }
  return present;
}

/** The values by which a row can be filtered. */
export const filterableValues = (row: FilterableFields) => present(row, filterable);

/** A stored document without its vector. */
export function toDocument(row: DocumentRow): Omit<CatalogDocument, 'vector'> {
  const { productId, name, imageUrl, contentHash } = row;
  return {
    productId,
    name,
    imageUrl,
    ...present(row, optionalFields),
    fingerprint: new Uint8Array(row.fingerprint),
    contentHash,
  };
}

/** Values of the columns that a write sets, in this order. */
export const writtenColumns = ['name', 'imageUrl', ...optionalFields, 'contentHash', 'fingerprint', 'vector'] as const;

export function writtenValues(document: CatalogDocument): unknown[] {
  return writtenColumns.map((column) => {
    const value = document[column];
    return ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : (value ?? null);
  });
}

export function toVector(blob: Blob): Float32Array {
  return new Float32Array(new Uint8Array(blob).buffer);
}
