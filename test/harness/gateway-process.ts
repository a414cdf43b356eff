import { fileURLToPath } from 'node:url';
import { ProcessUnderTest } from './process-under-test.js';

const main = fileURLToPath(new URL('../../gateway/dist/process/main.js', import.meta.url));

/** A gateway of a cluster as an operator starts it; it logs warnings only. */
export class GatewayProcess extends ProcessUnderTest {
  /** @param environment where its stores and models are */
  constructor(environment: Readonly<Record<string, string>>, port = 0) {
    super(main, { OPENFASHION_PORT: String(port), OPENFASHION_LOG_LEVEL: 'warn', ...environment });
  }

  /** Where it listens, once it is ready. */
  async baseUrl(): Promise<string> {
    return (await this.line('The gateway is ready at ')).split(' at ')[1] ?? '';
  }
}
