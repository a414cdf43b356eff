import type { Catalog } from '@openfashion/catalog';
import type { Milliseconds } from '@openfashion/contract';
import type { Indexing } from '@openfashion/indexing';
import type { Metrics } from '@openfashion/telemetry';
import type { Tenancy } from '@openfashion/tenancy';

/** How long a value is told again; documents are counted service by service, beside searches. */
const [backlogAge, documentsAge] = [1_000, 60_000];

/**
 * Export what is known of the whole deployment. Every process that has the stores exports the same, so that it is there
 * whichever of them run: what reads it takes the maximum, not the sum.
 */
export function observeDeployment(of: {
  readonly tenancy: Tenancy;
  readonly catalog: Catalog;
  readonly indexing: Indexing;
  readonly metrics: Metrics;
}): void {
  const { indexing, metrics } = of;
  const backlog = lately(() => indexing.backlog(), backlogAge);
  metrics.gauge(
    'openfashion_documents',
    'Documents of all services',
    lately(() => countDocuments(of), documentsAge),
  );
  metrics.gauges('openfashion_index_backlog', 'What is still to be done, over all services', ['of'], async () => {
    const { jobs, lines, chunks, deadLetters } = await backlog();
    return Object.entries({ jobs, lines, chunks, deadLetters }).map(([of, value]) => [{ of }, value]);
  });
  metrics.gauge('openfashion_index_oldest_job_age_seconds', 'Age of the oldest job that waits or runs', async () => {
    const { oldest } = await backlog();
    return oldest === undefined ? 0 : Math.max(0, Date.now() / 1000 - oldest);
  });
}

async function countDocuments({ tenancy, catalog }: { readonly tenancy: Tenancy; readonly catalog: Catalog }) {
  let documents = 0;
  // One after the other: searches go first.
  for (const { service } of await tenancy.allServices()) {
    documents += await catalog.count({ service: service.id, embedding: service.embedding });
  }
  return documents;
}

/** A value that is asked for anew when it is older than so long; one question at a time. */
function lately<Value>(ask: () => Promise<Value>, age: Milliseconds): () => Promise<Value> {
  let last: { readonly value: Promise<Value>; readonly since: Milliseconds } | undefined;
  return () => {
    if (last && performance.now() - last.since < age) return last.value;
    const asked = { value: ask(), since: performance.now() };
    last = asked;
    asked.value.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked.value;
  };
}
