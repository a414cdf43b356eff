import type { Milliseconds } from '@openfashion/contract';
import type { ExecutionProvider, Manifest, Weights } from '../manifest.js';
import { ModelChild } from '../process/model-child.js';
import { buckets } from '../queue/batching-queue.js';
import { checkWeights, examineManifest, ModelError } from '../read-model.js';
import { median } from './measure.js';
import type { CheckReply, CheckRequest, Signature } from './protocol.js';
import { signatureProblems } from './signature.js';

export interface CheckOptions {
  readonly provider: ExecutionProvider;
  /** Batch sizes to measure; all that a server may run unless told. */
  readonly sizes?: readonly number[];
}

/** How long a batch takes: the median of several runs. */
export interface Speed {
  readonly size: number;
  readonly time: Milliseconds;
}

/** One file of the model. */
export interface WeightsReport {
  readonly file: string;
  /** `float16`, say; absent for the main file. */
  readonly precision?: string;
  readonly signature?: Signature;
  /** By batch size; empty when something is wrong with the file. */
  readonly speeds: readonly Speed[];
  readonly problems: readonly string[];
}

export interface ModelReport {
  /** Absent when the manifest is wrong. */
  readonly manifest?: Manifest;
  /** The main file, then the variants. */
  readonly weights: readonly WeightsReport[];
  /** Everything that is wrong, a line each; it names the file and, where it is the manifest, the field. */
  readonly problems: readonly string[];
}

const openTimeout: Milliseconds = 600_000;
const runsTimeout: Milliseconds = 600_000;
/** By which a number may differ in another batch: rounding, and what a file of fewer digits makes of it. */
const tolerances = { main: 1e-3, variant: 2e-2 };

/** Look at a model folder as a server would use it: manifest, files, what they answer, how fast on one thread. */
export async function checkModel(folder: string, options: CheckOptions): Promise<ModelReport> {
  const { manifest, problems } = await examineManifest(folder).catch((error: unknown) => ({
    manifest: undefined,
    problems: [modelError(error)],
  }));
  if (manifest === undefined) return { weights: [], problems };
  const weights = [await checkFile(folder, manifest, manifest, options, tolerances.main)];
  for (const variant of manifest.variants ?? []) {
    const report = await checkFile(folder, manifest, variant, options, tolerances.variant);
    weights.push({ ...report, precision: variant.precision });
  }
  return { manifest, weights, problems: weights.flatMap((each) => each.problems) };
}

async function checkFile(
  folder: string,
  manifest: Manifest,
  weights: Weights,
  { provider, sizes = buckets }: CheckOptions,
  tolerance: number,
): Promise<WeightsReport> {
  const { file } = weights;
  let path: string;
  try {
    path = await checkWeights(folder, weights);
  } catch (error) {
    return { file, speeds: [], problems: [modelError(error)] };
  }
  const child = new ModelChild<CheckRequest, CheckReply>('@openfashion/inference/check/process');
  const ask = async <Kind extends CheckReply['kind']>(kind: Kind, request: CheckRequest, timeout: Milliseconds) => {
    const reply = await child.ask(request, timeout);
    if (isReply(reply, kind)) return reply;
    throw new Error(reply.kind === 'failed' ? reply.message : 'wrong answer');
  };
  let signature: Signature | undefined;
  try {
    const load = { kind: 'load', model: { manifest, path }, provider, threads: 1, warm: [] } as const;
    ({ signature } = await ask('opened', { kind: 'open', load }, openTimeout));
    const said = signatureProblems(signature, manifest);
    const { problems } =
      said.length > 0 ? { problems: said } : await ask('examined', { kind: 'examine', tolerance }, runsTimeout);
    if (problems.length > 0)
      return { file, signature, speeds: [], problems: problems.map((line) => `${path}: ${line}`) };
    const speeds: Speed[] = [];
    for (const size of sizes) {
      const { times } = await ask('measured', { kind: 'measure', size }, runsTimeout);
      speeds.push({ size, time: median(times) });
    }
    return { file, signature, speeds, problems: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const problems = [`${path}: cannot run on ${provider}: ${why}`];
    return { file, ...(signature && { signature }), speeds: [], problems };
  } finally {
    await child.close();
  }
}

const isReply = <Kind extends CheckReply['kind']>(
  reply: CheckReply,
  kind: Kind,
): reply is Extract<CheckReply, { readonly kind: Kind }> => reply.kind === kind;

/** What a person did wrong is a line of the report; anything else is not. */
function modelError(error: unknown): string {
  if (error instanceof ModelError) return error.message;
  throw error;
}
