import { fileURLToPath } from 'node:url';
import { ProcessUnderTest } from './process-under-test.js';
import { send } from './rest.js';

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

  /** What `/readyz` says. */
  async isReady(): Promise<boolean> {
    return isReady(await this.baseUrl());
  }
}

/** Whether a process is ready and nothing that it depends on is away. */
export async function isReady(operatorUrl: string): Promise<boolean> {
  const { status, text } = await send(operatorUrl, { path: '/readyz' });
  return status === 200 && (JSON.parse(text) as { degraded: unknown[] }).degraded.length === 0;
}
