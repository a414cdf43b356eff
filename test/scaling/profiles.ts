import type { Milliseconds } from '@openfashion/contract';
import type { Task } from '@openfashion/inference';
import { minute, second } from './units.js';
import { readValues, type Stopping } from './values/values.js';

/** How fast a machine of one kind runs the models, and what it takes to have another. */
export interface Profile {
  readonly name: 'cpu' | 'gpu';
  /** Where the figures come from, for people. */
  readonly source: string;
  /** How long a batch of each size takes: what the warm-up would measure. */
  readonly times: Readonly<Record<Task, Readonly<Record<number, Milliseconds>>>>;
  /** What one picture costs the loop of a service's main process, however the model runs. */
  readonly reading: Readonly<Record<Task, Milliseconds>>;
  /** From a pod that is bound to a machine until it is ready. */
  readonly podStart: Milliseconds;
  /** From a pod that finds no machine until there is one; 0 where there is room always. */
  readonly nodeStart: Milliseconds;
  /** How long a machine that runs nothing is kept. */
  readonly nodeIdle: Milliseconds;
}

/**
 * docs/performance.md, "A model service", `bench:model-service`, column "raw" of batches of 1 (61.1, 49.5 and 59.5 pictures/s) and of
 * the embedder's 2 and 4 (61.7, 57.8). The detector's and the tagger's 2 and 4 follow the ratios of `bench:inference`, "32 inputs, …"
 * (detector 0.992 and 0.889, tagger 1.192 and 1.124 of single ones). A CPU is warmed for no more than 4 (packages/inference, local/).
 */
const cpuTimes = {
  detect: { 1: 20.2, 2: 40.1, 4: 71.8 },
  embed: { 1: 16.4, 2: 32.4, 4: 69.2 },
  tag: { 1: 16.8, 2: 40.1, 4: 75.6 },
} as const;

/**
 * **An assumption**: our models were not measured on a GPU (docs/gpu.md). Published for another network of about this size, Triton with
 * ResNet-50, half precision, on an A100: 469 pictures/s one by one and 4,388/s with batches; times between follow a straight line, 1.97 ms
 * and 0.167 ms a picture. Ours run in single precision.
 */
const gpuTimes = { 1: 2.14, 2: 2.3, 4: 2.64, 8: 3.31, 16: 4.64, 32: 7.31 } as const;

/**
 * docs/performance.md, "What was tried": 3.0 ms of the main process a call of one detector's picture of 519 kB. A look's two messages
 * are 670 kB (`bench:wire`), so the embedder's picture has 151 kB of that and costs as much less; the tagger's input has the same size.
 */
const reading = { detect: 3, embed: 0.9, tag: 0.9 } as const;

export const profiles: Readonly<Record<Profile['name'], Profile>> = {
  cpu: {
    name: 'cpu',
    source: 'measured on two cores (docs/performance.md, "A model service")',
    times: cpuTimes,
    reading,
    // docs/performance.md, "Start": 2.8 s with the image there; the rest for scheduling and a probe. Machines are there already.
    podStart: 20 * second,
    nodeStart: 0,
    nodeIdle: 0,
  },
  gpu: {
    name: 'gpu',
    source: 'an assumption: published for ResNet-50 on an A100 (Triton); ours were not measured on a GPU',
    times: { detect: gpuTimes, embed: gpuTimes, tag: gpuTimes },
    reading,
    // An image with CUDA of some gigabytes that a new machine has to pull, and batches of all sizes to warm.
    podStart: 60 * second,
    nodeStart: 4 * minute,
    nodeIdle: 10 * minute,
  },
};

const { gateway, detector, indexer } = readValues();
const stoppingOf = ({ preStopSeconds, shutdownGraceSeconds }: Stopping) => ({
  preStop: preStopSeconds * second,
  grace: shutdownGraceSeconds * second,
});

/** What is simulated around the models. */
export const surroundings = {
  /** docs/performance.md, `bench:wire`, "raw pixels, as shipped": processor time of the gateway for one look. */
  lookCpu: 17 as Milliseconds,
  /** docs/performance.md, "Search by product id": 2,056 a second on two cores, which the client shared. */
  searchByIdCpu: 0.97 as Milliseconds,
  /** docs/performance.md, `bench:model-service`, "of the wire", there and back. */
  wire: 3.6 as Milliseconds,
  /** docs/performance.md, `bench:recall`, Qdrant, one service of 100,000, no filter: p50. */
  search: 4.3 as Milliseconds,
  /** What it requests: on a machine that is full a pod has no more. */
  gatewayCores: gateway.resources.requests.cpu,
  gatewayStart: 15 * second,
  indexerStart: 15 * second,
  /** Until nobody sends a pod anything new, and then until it is cut off. */
  stopping: { gateway: stoppingOf(gateway), model: stoppingOf(detector), indexer: stoppingOf(indexer) },
  /** `OPENFASHION_INFERENCE_TIMEOUT_MS`, and the share of it that a second model has (gateway/src/exchange.ts). */
  timeout: 10 * second,
  secondShare: 0.2,
  /** `OPENFASHION_GRPC_CONNECTION_AGE_MS`, and how much sooner one may end (packages/inference, grpc/server). */
  connectionAge: 30 * second,
  connectionJitter: 0.1,
  /** Names of a headless service are kept for so long by the cluster's name servers (CoreDNS, plugin `kubernetes`). */
  namesAge: 5 * second,
  /** A run takes so much more or less than it should. */
  noise: 0.1,
} as const;
