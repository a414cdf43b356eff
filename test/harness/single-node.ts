import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, type SettingName, settings } from '@openfashion/settings';
import { type SingleNode, startSingleNode } from '@openfashion/standalone';
import { createLogger } from '@openfashion/telemetry';
import { type Client, createClient } from './client.js';

export interface TestNode extends AsyncDisposable {
  readonly node: SingleNode;
  /** A client with the key pair that the first start made. */
  readonly client: Client;
  readonly directory: string;
}

/**
 * The real single node in this process on a new data folder and a free port. Pictures may come from loopback;
 * the sample catalogue is left out unless asked for.
 */
export async function startTestNode(environment: Readonly<Record<string, string>> = {}): Promise<TestNode> {
  const directory = await mkdtemp(join(tmpdir(), 'openfashion-'));
  const config = readSettings(
    {
      OPENFASHION_PORT: '0',
      OPENFASHION_DATA_DIR: directory,
      OPENFASHION_DOWNLOAD_ALLOW_CIDRS: '127.0.0.0/8',
      OPENFASHION_SAMPLES: 'false',
      OPENFASHION_LOG_LEVEL: 'error',
      ...environment,
    },
    Object.keys(settings) as SettingName[],
  );
  const node = await startSingleNode(config, createLogger({ name: 'test', level: config.logLevel }));
  if (!node.keys.user) throw new Error('a first start makes a key pair');
  return {
    node,
    client: createClient(node.baseUrl, node.keys.user),
    directory,
    async [Symbol.asyncDispose]() {
      await node.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
