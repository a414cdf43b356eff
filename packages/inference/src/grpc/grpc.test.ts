import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLocalModel } from '../local/index.js';
import type { Task } from '../manifest.js';
import type { Call, Served } from '../port.js';
import { samplePictures } from '../suite/sample-pictures.js';
import { type InferenceParts, inferenceSuite } from '../suite.js';
import { createPort, type Ports } from '../tasks/index.js';
import { openRemote } from './client/index.js';
import { serveModel } from './server/index.js';

const modelsDir = fileURLToPath(new URL('../../../../models', import.meta.url));

/** A port through gRPC, and the port of the very model that the service runs. */
interface BothWays<Port> extends Served<Port> {
  readonly direct: Port;
}

async function bothWays<Of extends Task>(task: Of): Promise<BothWays<Ports[Of]>> {
  const model = await openLocalModel(task, { modelsDir, executionProvider: 'cpu', threads: 1 });
  const service = await serveModel(task, model, { host: '127.0.0.1', port: 0, connectionAge: 60_000 });
  const served = await openRemote(task, { address: `127.0.0.1:${service.port}`, modelsDir });
  return {
    ...served,
    direct: createPort(task, model.manifest, model),
    async close() {
      await served.close();
      await service.drain();
      await model.process.close();
    },
  };
}

const openAll = () => Promise.all([bothWays('detect'), bothWays('embed'), bothWays('tag')]);
let all: Awaited<ReturnType<typeof openAll>>;
beforeAll(async () => {
  all = await openAll();
});
afterAll(() => Promise.all(all.map((each) => each.close())));

async function parts(): Promise<InferenceParts> {
  const [detect, embed, tag] = all;
  return { detector: detect.port, embedder: embed.port, tagger: tag.port, close: async () => {} };
}

inferenceSuite('gRPC', parts, samplePictures);

test('the answers are the same bits as those of the model in this process’s care', async () => {
  const [detect, embed, tag] = all;
  const call = (): Call => ({
    lane: 'interactive',
    deadline: performance.now() + 20_000,
    signal: new AbortController().signal,
  });
  for (const { picture, type } of await samplePictures()) {
    const region = { picture, type, box: { x0: 3, y0: 5, x1: picture.width - 7, y1: picture.height - 11 } };
    expect(await detect.port.detect([picture], call())).toEqual(await detect.direct.detect([picture], call()));
    expect(await embed.port.embed([region], call())).toEqual(await embed.direct.embed([region], call()));
    expect(await tag.port.tag([region], call())).toEqual(await tag.direct.tag([region], call()));
  }
});

test('each service says that it serves', async () => {
  for (const { check } of all) await check();
});
