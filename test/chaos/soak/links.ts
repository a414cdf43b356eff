import type { Client } from '../../harness/client.js';

/** Links of all items that the pictures show. */
export async function linksOf(client: Client, service: string, pictures: readonly string[]): Promise<string[]> {
  const replies = await Promise.all(
    pictures.map((picture) => client.call({ path: `/services/${service}/detect?path=${encodeURIComponent(picture)}` })),
  );
  return replies.flatMap(({ envelope }) => envelope.data.items.map(({ link }: { link: string }) => link));
}
