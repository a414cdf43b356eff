import { openQdrantCatalog } from '@openfashion/catalog/qdrant';
import { catalogSuite } from '@openfashion/catalog/suite';
import { afterAll, beforeAll, describe } from 'vitest';
import { type QdrantInMemory, startQdrantInMemory } from '../harness/qdrant-in-memory/server.js';

describe('the port’s suite on what stands in for Qdrant', { timeout: 120_000 }, () => {
  let qdrant: QdrantInMemory | undefined;
  beforeAll(async () => {
    qdrant = await startQdrantInMemory();
  });
  afterAll(() => qdrant?.[Symbol.asyncDispose]());

  catalogSuite('qdrant in memory', () => openQdrantCatalog({ urls: [qdrant?.url ?? ''] }));
});
