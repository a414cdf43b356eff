import type { Catalog } from '@openfashion/catalog';

const neighbours = 10;
const mostSamples = 100;

/** A few of many products, each as likely as another, chosen while they go by (reservoir sampling). */
export class Sample {
  readonly productIds: string[] = [];
  #seen = 0;

  offer(productId: string): void {
    this.#seen += 1;
    const place =
      this.productIds.length < mostSamples ? this.productIds.length : Math.floor(Math.random() * this.#seen);
    if (place < mostSamples) this.productIds[place] = productId;
  }
}

/**
 * How alike two collections of a service answer: of the ten nearest of each of these products the share that both name,
 * on average. 1 says that shoppers see the same, not which of two models is the better.
 * @returns undefined where no product has neighbours in both
 */
export async function agreementOf(
  catalog: Catalog,
  service: string,
  [from, to]: readonly [string, string],
  productIds: readonly string[],
): Promise<number | undefined> {
  const shares: number[] = [];
  for (const productId of productIds) {
    const [before, after] = await Promise.all(
      [from, to].map((embedding) => nearest(catalog, { service, embedding }, productId)),
    );
    const most = Math.max(before?.length ?? 0, after?.length ?? 0);
    if (before === undefined || after === undefined || most === 0) continue;
    shares.push(before.filter((one) => after.includes(one)).length / most);
  }
  if (shares.length === 0) return undefined;
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

async function nearest(
  catalog: Catalog,
  scope: Parameters<Catalog['search']>[0],
  productId: string,
): Promise<string[] | undefined> {
  const product = await catalog.get(scope, productId);
  if (product === undefined) return undefined;
  const query = { vector: product.vector, limit: neighbours, filters: [], excludeProductId: productId };
  return (await catalog.search(scope, query)).map(({ document }) => document.productId);
}
