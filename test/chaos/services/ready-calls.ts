import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';
import { readModel } from '@openfashion/inference';
import type { ModelServiceName } from '../../harness/model-service.js';
import { modelsDirectory } from '../../harness/models.js';

/** How a call ended. */
export interface ReadyCall {
  /** Name of its gRPC status. */
  readonly status: string;
  /** Milliseconds. */
  readonly took: number;
  /** Milliseconds after which the service would have it again. */
  readonly hint: number | undefined;
}

export interface ReadyCalls {
  /** Ask for one picture that is the model's input already. @param deadline milliseconds that it has */
  call(deadline: number): Promise<ReadyCall>;
  close(): void;
}

const methods = {
  detector: { task: 'detect', service: 'DetectorService', method: 'Detect' },
  embedder: { task: 'embed', service: 'EmbedderService', method: 'Embed' },
  tagger: { task: 'tag', service: 'TaggerService', method: 'Tag' },
} as const;

/** A plain gRPC client: one message, made once, without the retries and the circuit of the product's own. */
export async function openReadyCalls(name: ModelServiceName, address: string): Promise<ReadyCalls> {
  const { task, service, method } = methods[name];
  const { manifest } = await readModel(join(modelsDirectory, name), task, 'cpu');
  const file = fileURLToPath(new URL(`../../../proto/openfashion/v1/${name}.proto`, import.meta.url));
  const definition = loadSync(file, { includeDirs: [fileURLToPath(new URL('../../../proto', import.meta.url))] });
  const { path, requestSerialize } = (definition[`openfashion.v1.${service}`] as ServiceDefinition)[method] ?? {};
  if (path === undefined || requestSerialize === undefined) throw new Error(`${name}.proto has no ${method}`);
  const { width, height } = manifest.input;
  const message = requestSerialize({
    model: `${manifest.name}@${manifest.version}`,
    ...('embedding' in manifest && { embeddingId: manifest.embedding.id }),
    pictures: [new Uint8Array(width * height * 3).fill(127)],
  });
  const client = new Client(address, credentials.createInsecure());
  return {
    call: (deadline) =>
      new Promise((resolve) => {
        const start = performance.now();
        client.makeUnaryRequest(
          path,
          (bytes: Buffer) => bytes,
          (bytes) => bytes,
          message,
          new Metadata(),
          { deadline: Date.now() + deadline },
          (error) => {
            const hint = error?.metadata.get('grpc-retry-pushback-ms')[0];
            resolve({
              status: status[error?.code ?? status.OK] ?? 'UNKNOWN',
              took: performance.now() - start,
              hint: hint === undefined ? undefined : Number(hint),
            });
          },
        );
      }),
    close: () => client.close(),
  };
}
