import { fileURLToPath } from 'node:url';
import type { Task, taskNames } from '@openfashion/inference';

type ModelName = (typeof taskNames)[Task];

/** What one image holds and starts: the one list that the Dockerfile's stages, the chroot run and the tests go by. */
export interface Image {
  /** Folder of the workspace package whose production dependencies it holds. */
  readonly workspace: string;
  /** What Node is started on, within that folder. */
  readonly main: string;
  /** Ports that it listens on, that of operators last: 8081 in a cluster. */
  readonly ports: readonly number[];
  /** Models of which it holds the manifest, by which a service is asked. */
  readonly manifests: readonly ModelName[];
  /** Models of which it holds the weights too, and runs. */
  readonly weights: readonly ModelName[];
  /** Packages that its process never loads, which are left out with all that only they need. */
  readonly without: readonly string[];
  /** The image that it adds CUDA to. */
  readonly cuda?: ImageName;
}

const models = ['detector', 'embedder', 'tagger'] as const satisfies readonly ModelName[];
/** What runs models: of no use without weights. */
const runtime = ['onnxruntime-node', 'koffi'] as const;

const modelService = <Name extends ModelName>(name: Name) => ({
  workspace: `services/${name}`,
  main: 'dist/main.js',
  ports: [9090, 8081],
  manifests: [name],
  weights: [name],
  without: [],
});
const withCuda = <Name extends ModelName>(name: Name) => ({ ...modelService(name), cuda: name });

export const imageNames = [
  'gateway',
  'indexer',
  'detector',
  'embedder',
  'tagger',
  'detector-cuda',
  'embedder-cuda',
  'tagger-cuda',
  'standalone',
  'cli',
] as const;
export type ImageName = (typeof imageNames)[number];

export const images: Readonly<Record<ImageName, Image>> = {
  gateway: {
    workspace: 'gateway',
    main: 'dist/process/main.js',
    ports: [8080, 8081],
    manifests: models,
    weights: [],
    without: runtime,
  },
  indexer: {
    workspace: 'services/indexer',
    main: 'dist/main.js',
    ports: [8081],
    manifests: ['detector', 'embedder'],
    weights: [],
    without: runtime,
  },
  detector: modelService('detector'),
  embedder: modelService('embedder'),
  tagger: modelService('tagger'),
  'detector-cuda': withCuda('detector'),
  'embedder-cuda': withCuda('embedder'),
  'tagger-cuda': withCuda('tagger'),
  standalone: {
    workspace: 'services/standalone',
    main: 'dist/main.js',
    ports: [8080],
    manifests: models,
    weights: models,
    without: [],
  },
  cli: {
    workspace: 'cli',
    main: 'bin/openfashion.js',
    ports: [],
    manifests: [],
    weights: [],
    without: runtime,
  },
};

/** What images are made of: this tree, installed and built. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));
/** Where an image has its files. */
export const root = '/app';
/** Group and user of every process, which own nothing but the data folder: those that distroless images name `nonroot`. */
export const user = 65532;

/** What an image starts, as its Dockerfile says it and the chroot run does it. */
export const startCommand = ({ workspace, main }: Image): readonly string[] => ['node', `${root}/${workspace}/${main}`];
