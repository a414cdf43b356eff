import type { World } from './world.js';

const buckets = [
  'index-jobs',
  'index-cursors',
  'index-announcements',
  'index-claims',
  'index-attempts',
  'index-slots',
  'reembeddings',
];
const stores = ['index-files', 'index-results', 'index-reports', 'reembed-failures'];

/** Names of everything that indexing stores for a service. */
export async function storedFor({ backplane }: World, service: string): Promise<string[]> {
  const keys = await Promise.all(
    buckets.map(async (name) => (await backplane.keyValue(name).list(service)).map(({ key }) => `${name}:${key}`)),
  );
  const objects = await Promise.all(
    stores.map(async (name) => (await backplane.objectStore(name).list(service)).map((key) => `${name}:${key}`)),
  );
  return [...keys.flat(), ...objects.flat()];
}
