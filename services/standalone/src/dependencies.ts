import type { Backplane } from '@openfashion/backplane';
import type { Catalog } from '@openfashion/catalog';
import type { Dependency } from '@openfashion/gateway';
import type { LocalModels } from '@openfashion/inference/local';

/** What `/readyz` asks. */
export function dependencies(parts: {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  readonly models: LocalModels;
}): Dependency[] {
  const model = (name: 'detector' | 'embedder' | 'tagger'): Dependency => ({
    name,
    kind: 'model',
    check: async () => {
      if (!parts.models.health()[name]) throw new Error(`the ${name} is not running`);
    },
  });
  return [
    { name: 'backplane', kind: 'store', check: () => parts.backplane.ping() },
    { name: 'catalog', kind: 'store', check: () => parts.catalog.ping() },
    model('detector'),
    model('embedder'),
    model('tagger'),
  ];
}
