import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, expect, test, vi } from 'vitest';
import { Profiling } from './profiling.js';
import { misplaced, type Profile } from './proof.js';

// As in the product, and before the runtime is loaded here.
vi.hoisted(() => {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
});

const path = fileURLToPath(new URL('../../../../models/embedder/model.onnx', import.meta.url));
/** What the runtime says of a real run on the CPU. */
let onCpu: Profile;
let folder = '';

beforeAll(async () => {
  await using profiling = await Profiling.begin();
  folder = dirname(profiling.options.profileFilePrefix ?? '');
  const session = await InferenceSession.create(path, { executionProviders: ['cpu'], ...profiling.options });
  await session.run({ pixels: new Tensor('uint8', new Uint8Array(224 * 224 * 3), [1, 224, 224, 3]) });
  onCpu = await profiling.end(session);
});

/** The same run, had another provider taken the operators that `takes` says. */
const placed = (provider: string, takes: (operator: string) => boolean): Profile =>
  onCpu.map((event) =>
    event.args?.op_name !== undefined && takes(event.args.op_name)
      ? { ...event, args: { ...event.args, provider } }
      : event,
  );
const isHeavy = (operator: string) => ['Conv', 'Gemm', 'FusedMatMul'].includes(operator);

test('a run on the CPU is one on the CPU, and none on a GPU', () => {
  expect(misplaced(onCpu, 'cpu')).toBeUndefined();
  expect(misplaced(onCpu, 'cuda')).toBe('58 of its heavy operators (Conv) ran on CPUExecutionProvider instead');
  expect(misplaced(onCpu, 'tensorrt')).toContain('ran on CPUExecutionProvider instead');
});

test('operators on shapes may stay on the CPU, one heavy one may not', () => {
  expect(misplaced(placed('CUDAExecutionProvider', isHeavy), 'cuda')).toBeUndefined();
  const gemm = onCpu.findIndex(({ args }) => args?.op_name === 'Gemm');
  const allButOne = placed('CUDAExecutionProvider', () => true).with(gemm, onCpu[gemm] as Profile[number]);
  expect(misplaced(allButOne, 'cuda')).toBe('1 of its heavy operators (Gemm) ran on CPUExecutionProvider instead');
});

test('TensorRT is not CUDA', () => {
  const onCuda = placed('CUDAExecutionProvider', () => true);
  expect(misplaced(onCuda, 'tensorrt')).toContain('ran on CUDAExecutionProvider instead');
  const fused = [{ cat: 'Node', args: { op_name: 'TRTKernel_graph_main_1_0', provider: 'TensorrtExecutionProvider' } }];
  expect(misplaced(fused, 'tensorrt')).toBeUndefined();
});

test('a provider that got nothing is noticed though nothing heavy ran elsewhere', () => {
  const light = onCpu.filter(({ args }) => !isHeavy(args?.op_name ?? ''));
  expect(misplaced(light, 'cuda')).toBe('none of its operators ran there');
  expect(misplaced([], 'cuda')).toBe('none of its operators ran there');
});

test('the profile leaves nothing behind', () => {
  expect(onCpu.filter(({ args }) => isHeavy(args?.op_name ?? ''))).toHaveLength(58);
  expect(existsSync(folder)).toBe(false);
});
