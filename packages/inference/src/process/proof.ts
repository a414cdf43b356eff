import { z } from 'zod';
import type { ExecutionProvider } from '../manifest.js';

/** One event of a profile of ONNX Runtime: a node's run says which operator it was, and which provider ran it. */
export const profileSchema = z.array(
  z.looseObject({
    cat: z.string(),
    args: z.looseObject({ op_name: z.string().optional(), provider: z.string().optional() }).optional(),
  }),
);
export type Profile = z.infer<typeof profileSchema>;

/** The names that the runtime gives the providers. */
const runtimeNames: Readonly<Record<ExecutionProvider, string>> = {
  cpu: 'CPUExecutionProvider',
  cuda: 'CUDAExecutionProvider',
  tensorrt: 'TensorrtExecutionProvider',
};

/** Operators that take a model's time, whatever optimisation made of them: `NhwcFusedConv`, `FusedMatMul`, `GemmFloat8` … */
const heavy = /Conv|MatMul|Gemm|Attention|LSTM|GRU/;

/**
 * What is wrong with where a model ran. ONNX Runtime gives each node to the first provider that takes it, and what none
 * takes to the CPU, without a word. Small operators on shapes belong on the CPU; a heavy one there makes the whole model
 * slow, and so does a provider that got nothing.
 * @param profile of one run
 * @returns a sentence, or undefined when it ran where it should
 */
export function misplaced(profile: Profile, asked: ExecutionProvider): string | undefined {
  const nodes = profile.flatMap(({ cat, args: { op_name, provider } = {} }) =>
    cat === 'Node' && op_name !== undefined && provider !== undefined ? [{ op_name, provider }] : [],
  );
  const name = runtimeNames[asked];
  const elsewhere = nodes.filter(({ op_name, provider }) => heavy.test(op_name) && provider !== name);
  const [first] = elsewhere;
  if (first) return `${elsewhere.length} of its heavy operators (${first.op_name}) ran on ${first.provider} instead`;
  return nodes.some(({ provider }) => provider === name) ? undefined : 'none of its operators ran there';
}
