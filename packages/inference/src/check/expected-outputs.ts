import type { Manifest } from '../manifest.js';

/** An output that a manifest means. */
export interface ExpectedOutput {
  /** Where the manifest names it. */
  readonly field: string;
  readonly name: string;
  /** Dimensions without the batch; undefined is the model's own to say. */
  readonly shape: readonly (number | undefined)[];
}

export function expectedOutputs(manifest: Manifest): readonly ExpectedOutput[] {
  switch (manifest.task) {
    case 'detect': {
      const { boxes, scores } = manifest.outputs;
      return [
        { field: 'outputs.boxes', name: boxes, shape: [undefined, 4] },
        { field: 'outputs.scores', name: scores, shape: [undefined, manifest.classes.length] },
      ];
    }
    case 'embed':
      return [{ field: 'outputs.embedding', name: manifest.outputs.embedding, shape: [manifest.embedding.dimension] }];
    case 'tag':
      return manifest.heads.map(({ output, values }, index) => ({
        field: `heads.${index}.output`,
        name: output,
        shape: [values.length],
      }));
  }
}

/** `[N, boxes, 4]`, as a message says it. */
export const shapeText = (shape: readonly (number | string | undefined)[]): string =>
  `[${shape.map((side) => side ?? '…').join(', ')}]`;
