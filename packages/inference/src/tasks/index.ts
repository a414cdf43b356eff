import type { Manifest, Task } from '../manifest.js';
import type { Detector, Embedder, Tagger } from '../port.js';
import { createDetector } from './detector.js';
import { createEmbedder } from './embedder.js';
import type { ModelRunner } from './model-runner.js';
import { RegionRunner } from './region-runner.js';
import { createTagger } from './tagger.js';

/** The port behind which a model of each task stands. */
export interface Ports {
  readonly detect: Detector;
  readonly embed: Embedder;
  readonly tag: Tagger;
}

/** Where a model of each task is, in a folder of models, and what its service is called. */
export const taskNames = { detect: 'detector', embed: 'embedder', tag: 'tagger' } as const satisfies Record<
  Task,
  string
>;

const creators: { readonly [Of in Task]: (manifest: Manifest<Of>, runner: RegionRunner) => Ports[Of] } = {
  detect: createDetector,
  embed: createEmbedder,
  tag: createTagger,
};

/** What stands between a port and its model is the same wherever the model runs, and so are the answers. */
export function createPort<Of extends Task>(task: Of, manifest: Manifest<Of>, model: ModelRunner): Ports[Of] {
  return creators[task](manifest, new RegionRunner(manifest.input, model));
}
