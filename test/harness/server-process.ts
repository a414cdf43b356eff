import { fileURLToPath } from 'node:url';
import { type Client, createClient } from './client.js';
import { ProcessUnderTest } from './process-under-test.js';

const main = fileURLToPath(new URL('../../services/standalone/dist/main.js', import.meta.url));

/** Settings of a server whose shops are on this machine: no samples, pictures from loopback, warnings only. */
export const shopSettings = {
  OPENFASHION_SAMPLES: 'false',
  OPENFASHION_DOWNLOAD_ALLOW_CIDRS: '127.0.0.0/8',
  OPENFASHION_LOG_LEVEL: 'warn',
} as const;

/**
 * The product as a person starts it. Its settings are the defaults but for a free port, what `environment` says, and the
 * variables of this process.
 */
export class ServerProcess extends ProcessUnderTest {
  /** @param directory its data folder */
  constructor(directory: string, environment: Readonly<Record<string, string>> = {}) {
    super(main, { OPENFASHION_DATA_DIR: directory, OPENFASHION_PORT: '0', ...environment });
  }

  /** Where it listens, once it is ready. */
  async baseUrl(): Promise<string> {
    return (await this.line('OpenFashion is ready at ')).split(' at ')[1] ?? '';
  }

  /** A client with the key pair of the user, which only the first start on a folder prints. */
  firstClient(): Promise<Client> {
    return this.#client(0);
  }

  /** A client with the key pair of the sample catalogue, printed after the user's. */
  sampleClient(): Promise<Client> {
    return this.#client(1);
  }

  async #client(pair: number): Promise<Client> {
    const baseUrl = await this.baseUrl();
    const word = async (label: string) => (await this.line(label, pair)).trim().split(/\s+/).at(-1) ?? '';
    return createClient(baseUrl, { appKey: await word('  app key '), secretKey: await word('  secret key ') });
  }
}
