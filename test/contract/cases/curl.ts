import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { type Case, expectResult } from '../case.js';
import { curlLines } from '../curl-lines.js';
import { product, type World } from '../world.js';

const run = promisify(execFile);

/** The guide's lines, run by a shell and curl as a reader would (section 9). */
export const curlCases: readonly Case[] = [
  {
    name: 'the guide’s own curl lines work',
    mark: 'contract',
    rules: ['9'],
    shows: curlLines.map(({ endpoint }) => ({ endpoint, result: 'SUCCESS' as const })),
    run: async (world) => {
      const folder = await mkdtemp(join(tmpdir(), 'openfashion-curl-'));
      try {
        await world.withService((service) => pasteAll(world, service, folder));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
];

async function pasteAll(world: World, service: string, folder: string): Promise<void> {
  const { client, pictures, look } = world;
  const line = { ...product(world), s1: '1' };
  const values: Record<string, string> = {
    secretKey: client.secretKey,
    domain: client.baseUrl,
    appKey: client.appKey,
    serviceName: service,
    productId: line.productId,
    file: join(folder, 'product.jsonl'),
    image: join(folder, 'image.jpg'),
    path: encodeURIComponent(`${pictures}/${look}`),
    // On a server of ours the second index line reads a file of this run; elsewhere there is none to be had.
    link: `${world.local?.pages ?? ''}/data.jsonl`,
  };
  await writeFile(values['file'] ?? '', JSON.stringify(line));
  await writeFile(values['image'] ?? '', new Uint8Array(await (await fetch(line.imageUrl)).arrayBuffer()));
  for (const { endpoint, line: text } of curlLines) {
    if (text.includes('{link}') && !world.local) continue;
    const filled = text.replace(/\$?\{(\w+)\}/g, (_whole, name: string) => values[name] ?? `?${name}?`);
    const { stdout } = await run('sh', ['-c', `${filled} -sS`]);
    const envelope = JSON.parse(stdout);
    expectResult({ status: 200, headers: {}, text: `${text}\n${stdout}`, envelope }, 'SUCCESS');
    if (endpoint === 'createIndex') {
      values['indexId'] = envelope.data.indexId;
      await client.ended(service, envelope.data.indexId);
    }
    if (endpoint === 'detect') values['itemLink'] = encodeURIComponent(envelope.data.items[0].link);
    if (endpoint === 'tag') expect(stdout).toMatch(/\p{Script=Hangul}/u);
  }
}
