import { join } from 'node:path';
import type { Bytes } from '@openfashion/contract';
import type { Runtime } from './provider-files.js';

/** Memory of which the arena can be bounded, by the names that the runtime has for it. */
const memories = {
  cpu: { name: 'Cpu', provider: 'CPUExecutionProvider' },
  gpu: { name: 'Cuda', provider: 'CUDAExecutionProvider' },
} as const;

/**
 * Functions of `OrtApi` (onnxruntime_c_api.h) by their place in it. The table only ever grows at its end, so places stay;
 * 16 is the version of the interface that first had all of these.
 */
const interfaceVersion = 16;
const places = {
  createEnv: { at: 3, takes: ['int', 'const char *', '_Out_ void **'] },
  createMemoryInfo: { at: 68, takes: ['const char *', 'int', 'int', 'int', '_Out_ void **'] },
  setCurrentGpuDevice: { at: 160, takes: ['int'] },
  createArenaConfig: { at: 164, takes: ['const char **', 'const size_t *', 'size_t', '_Out_ void **'] },
  registerAllocator: {
    at: 259,
    takes: ['void *', 'const char *', 'void *', 'void *', 'void *', 'void *', 'size_t'],
  },
} as const;
const getErrorMessage = 2;

/** Values of enumerations of the interface. */
const warning = 2;
const arenaAllocator = 1;
const defaultMemory = 0;

/** Options of a session that takes its memory from the arena of {@link limitArena}. */
export const limitedSession = { session: { use_env_allocators: '1' } };

/**
 * Give this process an arena with a bound, for sessions that are opened with {@link limitedSession}; a run that needs more
 * fails. `onnxruntime-node` has no option for it (microsoft/onnxruntime PR 23176), but the environment is one per process
 * and can be had through the runtime's C interface as well.
 * @throws Error when the memory cannot be reached
 */
export async function limitArena(
  memory: keyof typeof memories,
  device: number,
  bytes: Bytes,
  runtime: Runtime,
): Promise<void> {
  const call = await openInterface(runtime);
  const { name, provider } = memories[memory];
  const environment = [null];
  const info = [null];
  const config = [null];
  call('createEnv', warning, 'openfashion', environment);
  // Asked before an allocator is: that would end the process when the provider's libraries are missing.
  if (memory === 'gpu') call('setCurrentGpuDevice', device);
  call('createMemoryInfo', name, arenaAllocator, device, defaultMemory, info);
  call('createArenaConfig', ['max_mem'], [bytes], 1, config);
  call('registerAllocator', environment[0], provider, info[0], config[0], null, null, 0);
}

async function openInterface({ folder }: Runtime) {
  // Only whoever sets a bound pays for it.
  const { default: koffi } = await import('koffi');
  const find = (table: unknown, at: number, gives: string, takes: readonly string[]) => {
    const pointers: unknown[] = koffi.decode(table, koffi.array('void *', at + 1));
    return koffi.decode(pointers[at], koffi.proto(gives, [...takes]));
  };
  const base = koffi.load(join(folder, 'libonnxruntime.so.1')).func('void *OrtGetApiBase()')();
  const table = find(base, 0, 'void *', ['uint32_t'])(interfaceVersion);
  const message = find(table, getErrorMessage, 'const char *', ['void *']);
  return (name: keyof typeof places, ...values: readonly unknown[]): void => {
    const { at, takes } = places[name];
    const status: unknown = find(table, at, 'void *', takes)(...values);
    if (status !== null) throw new Error(`the arena cannot be bounded: ${message(status)}`);
  };
}
