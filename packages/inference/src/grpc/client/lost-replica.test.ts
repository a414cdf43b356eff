import { once } from 'node:events';
import { constants, createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Unavailable } from '@openfashion/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalModel, openLocalModel } from '../../local/index.js';
import { type ModelService, serveModel } from '../server/index.js';
import { openRemote } from './index.js';

const modelsDir = fileURLToPath(new URL('../../../../../models', import.meta.url));
const picture = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3) };
const region = { picture, box: { x0: 0, y0: 0, x1: 64, y1: 64 }, type: 'DRESS' };
const breaks: Readonly<Record<string, (stream: ServerHttp2Stream) => void>> = {
  'ended without a status': (stream) => {
    stream.respond({ 'content-type': 'application/grpc' });
    stream.end();
  },
  'was reset': (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
  'was cancelled': (stream) => stream.close(constants.NGHTTP2_CANCEL),
  'was refused': (stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM),
  'lost its connection': (stream) => stream.session?.destroy(),
};

let model: LocalModel;
let service: ModelService;
beforeAll(async () => {
  const tagger = await openLocalModel('tag', { modelsDir, executionProvider: 'cpu', threads: 1 });
  model = tagger;
  service = await serveModel('tag', tagger, { host: '127.0.0.1', port: 0, connectionAge: 60_000 });
});
afterAll(async () => {
  await service?.drain();
  await model?.process.close();
});

/** A replica that ends every stream without an answer, as one does whose connections break. */
async function startBroken(end: (stream: ServerHttp2Stream) => void): Promise<Http2Server> {
  const server = createServer();
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    end(stream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function tagThrough(ports: readonly number[]): Promise<number> {
  const address = `ipv4:${ports.map((port) => `127.0.0.1:${port}`).join(',')}`;
  const remote = await openRemote('tag', { address, modelsDir });
  try {
    // Round robin: some of them meet each replica first.
    const tags = Array.from({ length: 4 }, () => {
      const { signal } = new AbortController();
      return remote.port.tag([region], { lane: 'interactive', deadline: performance.now() + 10_000, signal });
    });
    return (await Promise.all(tags)).length;
  } finally {
    await remote.close();
  }
}

test.each(Object.entries(breaks))('a call whose stream %s is asked of another replica', async (_how, end) => {
  const broken = await startBroken(end);
  const { port } = broken.address() as AddressInfo;
  expect(await tagThrough([port, service.port])).toBe(4);
  await expect(tagThrough([port])).rejects.toBeInstanceOf(Unavailable);
  broken.close();
});
