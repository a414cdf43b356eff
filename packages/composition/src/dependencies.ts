import type { Backplane } from '@openfashion/backplane';
import type { Catalog } from '@openfashion/catalog';
import type { Dependency } from '@openfashion/telemetry';

/** What `/readyz` asks. */
export function dependencies(parts: {
  readonly backplane: Backplane;
  readonly catalog: Catalog;
  /** What checks each model, by name. */
  readonly models: Readonly<Record<string, () => Promise<void>>>;
}): Dependency[] {
  return [
    { name: 'backplane', kind: 'store', check: () => parts.backplane.ping() },
    { name: 'catalog', kind: 'store', check: () => parts.catalog.ping() },
    ...Object.entries(parts.models).map(([name, check]): Dependency => ({ name, kind: 'model', check })),
  ];
}
