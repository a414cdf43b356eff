import { chown } from 'node:fs/promises';
import { sampleProducts } from '@openfashion/samples';
import { user } from '../../../scripts/images/images.js';
import { createClient } from '../../harness/client.js';
import { freePort } from '../../harness/free-port.js';
import { type ChrootRun, loopback, say } from './run.js';
import { asked } from './shop.js';

/** The single node, with its sample catalogue. */
export async function runSingleNode(run: ChrootRun): Promise<void> {
  const data = await run.newFolder();
  await chown(data, user, user);
  const environment = { ...loopback, OPENFASHION_PORT: String(await freePort()) };
  const node = run.start('standalone', environment, data);
  await node.line('The sample catalogue is searchable');
  await run.ready('standalone', environment);
  // The pair of the sample catalogue is printed after the user's.
  const word = async (label: string) => (await node.line(label, 1)).trim().split(/\s+/).at(-1) ?? '';
  const keys = { appKey: await word('  app key '), secretKey: await word('  secret key ') };
  const baseUrl = `http://127.0.0.1:${environment.OPENFASHION_PORT}`;
  const picture = `${baseUrl}/samples/${sampleProducts()[0]?.file}`;
  say('standalone', await asked(createClient(baseUrl, keys), 'catalogue', picture));
  await run.end('standalone', node);
}
