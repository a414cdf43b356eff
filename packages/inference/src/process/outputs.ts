import type { Manifest } from '../manifest.js';
import type { Output } from '../tasks/model-runner.js';
import { decodeDetections } from './decode-detections.js';

/** What a session answers, by output name. */
export type Tensors = Readonly<Record<string, { readonly data: unknown; readonly dims: readonly number[] }>>;

/**
 * What is answered of each input of a batch: for a detector the decoded detections, so that only they leave the process.
 * @throws Error when the model's outputs are not what the manifest says
 */
export function outputsOf(tensors: Tensors, size: number, manifest: Manifest): Output[] {
  return Array.from({ length: size }, (_, index) => outputOf(manifest, new Batch(tensors, size, index)));
}

function outputOf(manifest: Manifest, batch: Batch): Output {
  switch (manifest.task) {
    case 'detect': {
      const boxes = batch.part(manifest.outputs.boxes, 4);
      const scores = batch.part(manifest.outputs.scores, manifest.classes.length);
      if (boxes.length / 4 !== scores.length / manifest.classes.length) {
        throw new Error('the model answers different numbers of boxes and of scores');
      }
      return [decodeDetections(boxes, scores, manifest)];
    }
    case 'embed':
      return [batch.part(manifest.outputs.embedding, manifest.embedding.dimension).slice()];
    case 'tag':
      return manifest.heads.map(({ output, values }) => batch.part(output, values.length).slice());
  }
}

/** One input's share of a batch. */
class Batch {
  readonly #tensors: Tensors;
  readonly #size: number;
  readonly #index: number;

  constructor(tensors: Tensors, size: number, index: number) {
    this.#tensors = tensors;
    this.#size = size;
    this.#index = index;
  }

  /** A view of the session's memory. @param last what the manifest says of the output's last dimension */
  part(output: string, last: number): Float32Array {
    const { data, dims = [] } = this.#tensors[output] ?? {};
    if (!(data instanceof Float32Array)) throw new Error(`the model has no float32 output ${output}`);
    if (dims[0] !== this.#size || dims.at(-1) !== last) {
      throw new Error(`the model's output ${output} is [${dims.join(', ')}], not [${this.#size}, …, ${last}]`);
    }
    const length = data.length / this.#size;
    return data.subarray(this.#index * length, (this.#index + 1) * length);
  }
}
