import { afterAll, beforeAll, describe } from 'vitest';
import type { Catalog } from './port.js';
import { documentTests } from './suite/documents.js';
import { modelTests } from './suite/model.js';
import { dimension, embeddings } from './suite/samples.js';
import { searchTests } from './suite/search.js';

/** What every adapter of the catalogue promises (port.ts), as tests. Each works on services of its own, which may stay. */
export function catalogSuite(name: string, open: () => Promise<Catalog>): void {
  describe(`catalogue: ${name}`, () => {
    let opened: Catalog | undefined;
    let services = 0;
    const started = Date.now();
    const subject = {
      get catalog() {
        if (opened === undefined) throw new Error('the catalogue is not open');
        return opened;
      },
      newService: () => `suite-${process.pid}-${started}-${services++}`,
      newScope: () => ({ service: subject.newService(), embedding: embeddings[0] }),
    };
    beforeAll(async () => {
      opened = await open();
      for (const embedding of embeddings) await opened.ensureCollection({ embedding, dimension });
    });
    afterAll(() => opened?.close());

    documentTests(subject);
    searchTests(subject);
    modelTests(subject);
  });
}
