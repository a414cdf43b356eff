import type { Settings } from './table.js';

const MB = 1_048_576;

/** The GPU that models run on, and the bytes that each of their processes may hold of its memory. */
export function gpuOf({ gpuDevice, gpuMemory }: Settings<'gpuDevice' | 'gpuMemory'>): {
  readonly device: number;
  readonly memory?: number;
} {
  return { device: gpuDevice, ...(gpuMemory && { memory: gpuMemory * MB }) };
}
