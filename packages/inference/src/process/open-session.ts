import { InferenceSession } from 'onnxruntime-node';
import type { LoadRequest } from './protocol.js';
import { sessionOptions } from './session-options.js';

/** Runs the smallest batch once. */
export type TryRun = (session: InferenceSession) => Promise<unknown>;

/**
 * Load a model where it was asked for.
 * @throws Error when the provider is not there, or is not what really runs the model
 */
export async function openSession(request: LoadRequest, tryRun: TryRun): Promise<InferenceSession> {
  if (request.provider === 'cpu') return InferenceSession.create(request.model.path, sessionOptions(request));
  // A start on the CPU pays for nothing of it.
  const { openProven } = await import('./open-proven.js');
  return openProven(request, request.provider, tryRun);
}
