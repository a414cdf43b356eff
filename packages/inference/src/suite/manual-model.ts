import { fileURLToPath } from 'node:url';
import type { Manifest } from '../manifest.js';
import { QueuedModel } from '../queue/queued-model.js';
import { readManifestFor } from '../read-model.js';
import type { Output } from '../tasks/model-runner.js';

const embedderFolder = fileURLToPath(new URL('../../../../models/embedder', import.meta.url));

/** An embedder whose runs end when a test says so: what it is given first comes back as the first number of the vector. */
export class ManualModel {
  readonly model: QueuedModel<Manifest<'embed'>>;
  /** First byte of each input that reached the model, run by run. */
  readonly runs: number[][] = [];
  readonly #ends: ((error?: Error) => void)[] = [];
  #released = false;

  static async open(): Promise<ManualModel> {
    return new ManualModel(await readManifestFor(embedderFolder, 'embed'));
  }

  private constructor(manifest: Manifest<'embed'>) {
    const runBatch = (inputs: readonly Uint8Array[]): Promise<Output[]> =>
      new Promise((resolve, reject) => {
        this.runs.push(inputs.map((input) => input[0] ?? 0));
        const outputs = inputs.map((input) => [vectorOf(input[0] ?? 0, manifest.embedding.dimension)]);
        this.#ends.push((error) => (error ? reject(error) : resolve(outputs)));
        if (this.#released) this.end();
      });
    this.model = new QueuedModel({ manifest, runBatch, times: { 1: 10 } });
  }

  /** A picture of the model's size. */
  picture(first: number): Uint8Array {
    const { width, height } = this.model.manifest.input;
    return new Uint8Array(width * height * 3).fill(first);
  }

  /** End the oldest run that is under way. */
  end(error?: Error): void {
    this.#ends.shift()?.(error);
  }

  /** End every run, those that come too. */
  release(): void {
    this.#released = true;
    while (this.#ends.length > 0) this.end();
  }
}

function vectorOf(first: number, dimension: number): Float32Array {
  const vector = new Float32Array(dimension);
  vector[0] = first;
  return vector;
}
