import type { Backplane } from '@openfashion/backplane';
import type { Catalog } from '@openfashion/catalog';
import type { Dependency } from '@openfashion/telemetry';
import type { Models } from './models.js';

/** What `/readyz` asks. */
export function dependencies(parts: {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  readonly models: Models;
}): Dependency[] {
  const model = (name: 'detector' | 'embedder' | 'tagger'): Dependency => ({
    name,
    kind: 'model',
    check: () => parts.models[name].check(),
  });
  return [
    { name: 'backplane', kind: 'store', check: () => parts.backplane.ping() },
    { name: 'catalog', kind: 'store', check: () => parts.catalog.ping() },
    model('detector'),
    model('embedder'),
    model('tagger'),
  ];
}
