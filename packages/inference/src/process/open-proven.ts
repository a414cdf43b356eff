import { InferenceSession } from 'onnxruntime-node';
import type { ExecutionProvider } from '../manifest.js';
import { limitArena } from './arena-limit.js';
import type { TryRun } from './open-session.js';
import { Profiling } from './profiling.js';
import { misplaced } from './proof.js';
import type { LoadRequest } from './protocol.js';
import { checkProviderFiles, installedRuntime, type Runtime } from './provider-files.js';
import { gpuOf, sessionOptions } from './session-options.js';

/** How the runtime says, in two places, that the loader could not load a provider; only its log says what was missing. */
const unloadable = /Failed to load shared library|not enabled or not available/;

/** Load a model on a GPU, and see that it runs there. @throws Error with a sentence that says what is wrong */
export async function openProven(
  request: LoadRequest,
  provider: Exclude<ExecutionProvider, 'cpu'>,
  tryRun: TryRun,
): Promise<InferenceSession> {
  const runtime = await installedRuntime();
  await checkProviderFiles(provider, runtime);
  try {
    return await open(request, runtime, tryRun);
  } catch (cause) {
    if (!(cause instanceof Error && unloadable.test(cause.message))) throw cause;
    throw new Error(`${cause.message}; npm run cuda:install -- --check says which libraries are missing`, { cause });
  }
}

async function open(request: LoadRequest, runtime: Runtime, tryRun: TryRun): Promise<InferenceSession> {
  const { device, memory } = gpuOf(request);
  if (memory !== undefined) await limitArena('gpu', device, memory, runtime);
  await using profiling = await Profiling.begin();
  const session = await InferenceSession.create(request.model.path, {
    ...sessionOptions(request),
    ...profiling.options,
  });
  await tryRun(session);
  const problem = misplaced(await profiling.end(session), request.provider);
  if (problem !== undefined) throw new Error(problem);
  return session;
}
