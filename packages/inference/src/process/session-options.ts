import type { InferenceSession } from 'onnxruntime-node';
import type { ExecutionProvider } from '../manifest.js';
import { limitedSession } from './arena-limit.js';
import type { Gpu, LoadRequest } from './protocol.js';

/** Providers in the order in which the runtime offers them each node. What TensorRT does not take is left to CUDA. */
const preference: Readonly<Record<ExecutionProvider, readonly ExecutionProvider[]>> = {
  cpu: ['cpu'],
  cuda: ['cuda', 'cpu'],
  tensorrt: ['tensorrt', 'cuda', 'cpu'],
};

export const gpuOf = ({ gpu }: LoadRequest): Gpu => gpu ?? { device: 0 };

export function sessionOptions(request: LoadRequest): InferenceSession.SessionOptions {
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
