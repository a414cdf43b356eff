import { openQdrantCatalog } from '@openfashion/catalog/qdrant';
import { catalogSuite } from '@openfashion/catalog/suite';
import { afterAll, beforeAll } from 'vitest';
import { describeWithQdrant } from '../harness/describe-with-qdrant.js';
import { type QdrantUnderTest, startQdrant } from '../harness/qdrant-server.js';

/** The model's property makes thousands of requests, one after the other. */
const patience = { timeout: 120_000 };

const suite = () => {
  let qdrant: QdrantUnderTest | undefined;
  beforeAll(async () => {
    qdrant = await startQdrant();
  });
  afterAll(() => qdrant?.[Symbol.asyncDispose]());

  catalogSuite('qdrant', () => openQdrantCatalog({ urls: [qdrant?.url ?? ''], prefix: `suite_${process.pid}` }));
};

describeWithQdrant('the port’s suite on Qdrant', suite, patience);
