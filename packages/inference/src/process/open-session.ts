import { InferenceSession } from 'onnxruntime-node';
import type { ExecutionProvider } from '../manifest.js';
import { limitArena, limitedSession } from './arena-limit.js';
import { Profiling } from './profiling.js';
import { misplaced } from './proof.js';
import type { Gpu, LoadRequest } from './protocol.js';
import { checkProviderFiles, installedRuntime, type Runtime } from './provider-files.js';

/** Providers in the order in which the runtime offers them each node. What TensorRT does not take is left to CUDA. */
const preference: Readonly<Record<ExecutionProvider, readonly ExecutionProvider[]>> = {
  cpu: ['cpu'],
  cuda: ['cuda', 'cpu'],
  tensorrt: ['tensorrt', 'cuda', 'cpu'],
};

/**
 * Load a model where it was asked for.
 * @param tryRun runs the smallest batch once
 * @throws Error when the provider is not there, or is not what really runs the model
 */
export async function openSession(
  request: LoadRequest,
  tryRun: (session: InferenceSession) => Promise<unknown>,
): Promise<InferenceSession> {
  const { model, provider } = request;
  if (provider === 'cpu') return InferenceSession.create(model.path, sessionOptions(request));
  const runtime = await installedRuntime();
  await checkProviderFiles(provider, runtime);
  try {
    return await openProven(request, runtime, tryRun);
  } catch (cause) {
    if (!(cause instanceof Error && unloadable.test(cause.message))) throw cause;
    throw new Error(`${cause.message}; npm run cuda:install -- --check says which libraries are missing`, { cause });
  }
}

/** How the runtime says, in two places, that the loader could not load a provider; only its log says what was missing. */
const unloadable = /Failed to load shared library|not enabled or not available/;

async function openProven(
  request: LoadRequest,
  runtime: Runtime,
  tryRun: (session: InferenceSession) => Promise<unknown>,
): Promise<InferenceSession> {
  const { model, provider } = request;
  const { device, memory } = gpuOf(request);
  if (memory !== undefined) await limitArena('gpu', device, memory, runtime);
  await using profiling = await Profiling.begin();
  const session = await InferenceSession.create(model.path, { ...sessionOptions(request), ...profiling.options });
  await tryRun(session);
  const problem = misplaced(await profiling.end(session), provider);
  if (problem !== undefined) throw new Error(problem);
  return session;
}

function sessionOptions(request: LoadRequest): InferenceSession.SessionOptions {
  const { provider, threads } = request;
  const { device, memory } = gpuOf(request);
  return {
    executionProviders: preference[provider].map((name) => (name === 'cpu' ? name : { name, deviceId: device })),
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: {
      session: {
        // Threads that wait by spinning would take the cores from the other models.
        intra_op: { allow_spinning: '0' },
        ...(provider !== 'cpu' && memory !== undefined && limitedSession.session),
      },
    },
  };
}

const gpuOf = ({ gpu }: LoadRequest): Gpu => gpu ?? { device: 0 };
