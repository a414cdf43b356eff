import type { Embedder, EmbedderFolder, Served } from '@openfashion/inference';
import { expect, test } from 'vitest';
import { openEmbedders } from './embedders.js';

const folders: readonly EmbedderFolder[] = [
  { role: 'current', folder: 'embedder', embedding: 'b' },
  { role: 'previous', folder: 'embedder-previous', embedding: 'a' },
];

/** Opens nothing, and notes what is closed. */
function opener() {
  const closed: string[] = [];
  const open = async ({ embedding }: EmbedderFolder, address = 'here'): Promise<Served<Embedder>> => {
    if (address === 'broken') throw new Error('broken');
    return {
      port: { embedding: { id: `${embedding}@${address}`, dimension: 1 }, embed: async () => [] },
      check: async () => {},
      close: async () => void closed.push(embedding),
    };
  };
  return { open, closed };
}

const opened = async (addresses: Parameters<typeof openEmbedders>[0], { open } = opener()) =>
  (await openEmbedders(addresses, folders, open)).map(({ port }) => port.embedding.id);

test('without addresses every embedder of the folder is opened here', async () => {
  expect(await opened(undefined)).toEqual(['b@here', 'a@here']);
});

test('an address without an id is of the embedder of new services', async () => {
  expect(await opened([{ address: 'one:1' }])).toEqual(['b@one:1']);
});

test('addresses keep their order: the first is that of new services', async () => {
  const addresses = [
    { embedding: 'a', address: 'old:1' },
    { embedding: 'b', address: 'new:1' },
  ];
  expect(await opened(addresses)).toEqual(['a@old:1', 'b@new:1']);
});

test('an address of what no folder makes is refused, naming those that there are', async () => {
  await expect(opened([{ embedding: 'c', address: 'one:1' }])).rejects.toThrow(
    'OPENFASHION_EMBEDDER_ADDR: no embedder folder of the models makes c; there are embedder/ (b), embedder-previous/ (a)',
  );
});

test('what was opened is closed when another cannot be', async () => {
  const one = opener();
  const addresses = [
    { embedding: 'a', address: 'old:1' },
    { embedding: 'b', address: 'broken' },
  ];
  await expect(opened(addresses, one)).rejects.toThrow('broken');
  expect(one.closed).toEqual(['a']);
});
