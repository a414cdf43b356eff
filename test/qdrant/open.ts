import type { Catalog } from '@openfashion/catalog';
import { openQdrantCatalog, type QdrantOptions } from '@openfashion/catalog/qdrant';
import { dimension } from '@openfashion/catalog/suite/samples';

export const scope = { service: 'service', embedding: 'e' };

let prefixes = 0;
/** A prefix that nobody else in this run has. */
export const newPrefix = (): string => `test_${process.pid}_${prefixes++}`;

/** A catalogue with the collection `e`. */
export async function openCatalog(options: QdrantOptions): Promise<Catalog> {
  const catalog = await openQdrantCatalog(options);
  await catalog.ensureCollection({ embedding: scope.embedding, dimension });
  return catalog;
}

/** Ask the server itself, past the adapter. @returns status and answer */
export async function ask<Result>(
  url: string,
  path: string,
  { method, body }: { method?: string; body?: unknown } = {},
): Promise<{ readonly status: number; readonly result: Result; readonly error: string }> {
  const answer = await fetch(`${url}${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const { result, status } = (await answer.json()) as { result: Result; status: { error?: string } };
  return { status: answer.status, result, error: status.error ?? '' };
}

/** Name of the only collection of documents with a prefix. */
export async function onlyCollection(url: string, prefix: string): Promise<string> {
  const { result } = await ask<{ collections: { name: string }[] }>(url, '/collections');
  const names = result.collections.map(({ name }) => name).filter((name) => name.startsWith(`${prefix}-vectors-`));
  if (names[0] === undefined || names.length > 1) throw new Error(`collections: ${names.join()}`);
  return names[0];
}
