import { deepStrictEqual } from 'node:assert';
import type { Put } from '@openfashion/catalog';
import type { Reembedding, Service, Standing } from '@openfashion/tenancy';
import { vectorOf } from './models.js';
import { greenAndBlue } from './picture-site.js';
import type { World } from './world.js';

/** Where a service stands, and its record. */
export async function standingOf(
  { modelChanges }: Pick<World, 'modelChanges'>,
  { id }: Service,
): Promise<{ readonly standing: Standing | undefined; readonly reembedding: Reembedding | undefined }> {
  const found = (await modelChanges.status()).services.find(({ service }) => service.id === id);
  return { standing: found?.standing, reembedding: found?.reembedding };
}

/** Wait until a service's other collection is complete. */
export async function completed(world: Pick<World, 'backplane' | 'modelChanges'>, service: Service) {
  for await (const _change of world.backplane
    .keyValue('reembeddings')
    .watch(service.id, new AbortController().signal)) {
    const { standing, reembedding } = await standingOf(world, service);
    if (standing === 'complete' && reembedding !== undefined) return reembedding;
  }
  throw new Error(`service ${service.name} was not completed`);
}

/** Wait until nothing is left of a change that was begun. */
export async function over({ backplane, modelChanges }: Pick<World, 'backplane' | 'modelChanges'>): Promise<void> {
  if ((await modelChanges.current()) === undefined) return;
  for await (const _change of backplane.keyValue('model-change').watch('', new AbortController().signal)) {
    if ((await modelChanges.current()) === undefined) return;
  }
}

/**
 * The ids of a service's documents.
 * @throws AssertionError unless its two collections have the same documents with the same seq, each with the vector of
 *   its picture
 */
export async function sameInBoth({ catalog }: Pick<World, 'catalog'>, { id }: Service): Promise<string[]> {
  const read = async (embedding: 'colour' | 'hue') => {
    const puts: Put[] = [];
    for await (const put of catalog.export({ service: id, embedding })) puts.push(put);
    return puts
      .map(({ seq, document: { vector, ...fields } }) => {
        const number = Number(fields.imageUrl.split('/').at(-1));
        deepStrictEqual(vector, vectorOf(embedding, ...greenAndBlue(number)), `${embedding} of ${fields.productId}`);
        return { seq, ...fields };
      })
      .sort((a, b) => (a.productId < b.productId ? -1 : 1));
  };
  const [colour, hue] = await Promise.all([read('colour'), read('hue')]);
  deepStrictEqual(hue, colour);
  return hue.map(({ productId }) => productId);
}
