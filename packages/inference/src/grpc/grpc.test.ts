import { fileURLToPath } from 'node:url';
import { openLocalModel } from '../local/index.js';
import type { Task } from '../manifest.js';
import type { Served } from '../port.js';
import { samplePictures } from '../suite/sample-pictures.js';
import { type InferenceParts, inferenceSuite } from '../suite.js';
import type { Ports } from '../tasks/index.js';
import { openRemote } from './client/index.js';
import { serveModel } from './server/index.js';

const modelsDir = fileURLToPath(new URL('../../../../models', import.meta.url));

/** A service of a task in this process, and its port through a client. */
async function serveAndOpen<Of extends Task>(task: Of): Promise<Served<Ports[Of]>> {
  const model = await openLocalModel(task, { modelsDir, executionProvider: 'cpu', threads: 1 });
  const service = await serveModel(task, model, { host: '127.0.0.1', port: 0, connectionAge: 60_000 });
  const served = await openRemote(task, { address: `127.0.0.1:${service.port}`, modelsDir });
  return {
    ...served,
    async close() {
      await served.close();
      await service.drain();
      await model.process.close();
    },
  };
}

async function open(): Promise<InferenceParts> {
  const [detect, embed, tag] = await Promise.all([serveAndOpen('detect'), serveAndOpen('embed'), serveAndOpen('tag')]);
  return {
    detector: detect.port,
    embedder: embed.port,
    tagger: tag.port,
    close: async () => void (await Promise.all([detect, embed, tag].map((served) => served.close()))),
  };
}

inferenceSuite('gRPC', open, samplePictures);
