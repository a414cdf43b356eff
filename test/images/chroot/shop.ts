import { sampleProducts } from '@openfashion/samples';
import type { Client } from '../../harness/client.js';

const products = sampleProducts().slice(0, 8);

/** Index a few products and search among them. @returns what is said of it. @throws Error when a search finds nothing */
export async function searched(client: Client, pictures: string): Promise<string> {
  await client.createService('shop');
  const job = await client.index(
    'shop',
    products.map(({ productId, file }) => ({
      productId,
      status: 'enable',
      name: productId,
      category1Id: '1',
      imageUrl: `${pictures}/${file}`,
    })),
  );
  if (job.addedCount !== products.length) throw new Error(`indexed ${JSON.stringify(job)}`);
  return `${job.addedCount} products indexed, ${await asked(client, 'shop', `${pictures}/${products[0]?.file}`)}`;
}

/** Search by product id, and ask what a picture shows: all three models. */
export async function asked(client: Client, service: string, picture: string): Promise<string> {
  const path = encodeURIComponent(picture);
  const ask = async (what: string) => {
    const { envelope, text } = await client.call({ path: `/services/${service}/${what}` });
    const items: unknown = envelope.data?.items;
    if (!Array.isArray(items) || items.length === 0) throw new Error(`${what} was answered ${text}`);
    return items.length;
  };
  const similar = await ask(`products/${products[0]?.productId}/search?limit=3`);
  const detected = await ask(`detect?path=${path}`);
  const tagged = await ask(`tag?path=${path}&lang=en`);
  return `a search found ${similar}, a picture shows ${detected}, ${tagged} of it tagged`;
}
