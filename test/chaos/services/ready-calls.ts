import { join } from 'node:path';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { type Task, taskNames } from '@openfashion/inference';
import { methodOf } from '../../../packages/inference/src/grpc/definitions.js';
import { pushbackOf } from '../../../packages/inference/src/grpc/metadata.js';
import { wires } from '../../../packages/inference/src/grpc/wire/index.js';
import { readManifestFor } from '../../../packages/inference/src/read-model.js';
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

/** A plain gRPC client: one message, made once, without the retries and the circuit of the product's own. */
export async function openReadyCalls<Of extends Task>(task: Of, address: string): Promise<ReadyCalls> {
  const manifest = await readManifestFor(join(modelsDirectory, taskNames[task]), task);
  const { path, requestSerialize } = methodOf(task);
  const { width, height } = manifest.input;
  const picture = new Uint8Array(width * height * 3).fill(127);
  const message = requestSerialize(wires[task].request(manifest, [picture]));
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
            resolve({
              status: status[error?.code ?? status.OK] ?? 'UNKNOWN',
              took: performance.now() - start,
              hint: error ? pushbackOf(error.metadata) : undefined,
            });
          },
        );
      }),
    close: () => client.close(),
  };
}
