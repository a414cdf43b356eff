import type { Backplane } from '@openfashion/backplane';
import type { Catalog } from '@openfashion/catalog';
import type { Served } from '@openfashion/inference';
import type { Dependency } from '@openfashion/telemetry';
import type { Models } from './models.js';

/** What `/readyz` asks. */
export function dependencies(parts: {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  readonly models: Models;
}): Dependency[] {
  const { detector, servedEmbedders, tagger } = parts.models;
  const model = (name: string, { check }: Pick<Served<unknown>, 'check'>): Dependency => ({
    name,
    kind: 'model',
    check,
  });
  return [
    { name: 'backplane', kind: 'store', check: () => parts.backplane.ping() },
    { name: 'catalog', kind: 'store', check: () => parts.catalog.ping() },
    model('detector', detector),
    // Of several, those of other vectors than new services' have their name.
    ...servedEmbedders.map((one, index) => model(index === 0 ? 'embedder' : `embedder ${one.port.embedding.id}`, one)),
    model('tagger', tagger),
  ];
}
