import { fileURLToPath } from 'node:url';
import { readMetric, type Sample } from './exposition.js';
import { ProcessUnderTest } from './process-under-test.js';

const main = fileURLToPath(new URL('../../services/indexer/dist/main.js', import.meta.url));

/** An indexer of a cluster as an operator starts it; it logs warnings only. */
export class IndexerProcess extends ProcessUnderTest {
  /** @param environment where its stores and models are */
  constructor(environment: Readonly<Record<string, string>>) {
    super(main, { OPENFASHION_PORT: '0', OPENFASHION_LOG_LEVEL: 'warn', ...environment });
  }

  /** Where operators ask it, once it works. */
  async operatorUrl(): Promise<string> {
    return (await this.line('operators ask ')).split('operators ask ')[1] ?? '';
  }

  /** The samples of one of its metrics. */
  async metric(name: string): Promise<Sample[]> {
    return readMetric(await this.operatorUrl(), name);
  }
}
