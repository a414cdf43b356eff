import { taxonomy } from '@openfashion/contract';
import { z } from 'zod';

const byte = z.int().min(0).max(255);
const probability = z.number().min(0).max(1);
const outputName = z.string().min(1);
const unique = (values: readonly string[]) => new Set(values).size === values.length;
const itemType = z.string().refine((id) => taxonomy.types.some((type) => type.id === id), 'is no type of the taxonomy');
const valuesOf = (attribute: string) =>
  taxonomy.attributes.find(({ id }) => id === attribute)?.values.map(({ id }) => id) ?? [];

/** Where a model can run. */
const executionProviders = ['cpu', 'cuda', 'tensorrt'] as const;
export type ExecutionProvider = (typeof executionProviders)[number];

const weights = {
  /** Name of the model's file in the folder of the manifest. */
  file: z.string().regex(/^\w[\w.-]*$/, 'must be a file name'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
};

/** Other weights of the same model, with the same inputs and outputs, that are loaded where `providers` names the place. */
const variant = z.object({
  precision: z.enum(['float16', 'int8']),
  ...weights,
  /** None for weights that are only named, to be measured. */
  providers: z.array(z.enum(executionProviders)),
});

const common = {
  name: z.string().min(1),
  version: z.string().min(1),
  ...weights,
  variants: z
    .array(variant)
    .refine((variants) => unique(variants.flatMap(({ providers }) => providers)), 'must not repeat a provider')
    .optional(),
  licence: z.object({ weights: z.string(), startedFrom: z.string().optional() }),
  /** Batches of `uint8` NHWC RGB; everything else is in the graph. The rest is the `InputSpec` of packages/imaging. */
  input: z.object({
    name: z.string().min(1),
    width: z.int().min(1).max(4096),
    height: z.int().min(1).max(4096),
    resize: z.enum(['letterbox', 'stretch']),
    anchor: z.enum(['top-left', 'centre']),
    pad: z.tuple([byte, byte, byte]),
    margin: probability,
  }),
};

const detector = z.object({
  task: z.literal('detect'),
  ...common,
  /** `boxes` [N, boxes, 4]: x0 y0 x1 y1 in input pixels; `scores` [N, boxes, classes]: probabilities. */
  outputs: z.object({ boxes: outputName, scores: outputName }),
  classes: z.array(itemType).min(1).refine(unique, 'must not repeat'),
  thresholds: z
    .object({ display: probability, indexing: probability })
    .refine(({ display, indexing }) => indexing <= display, 'indexing must not be over display'),
  /**
   * Greedy: within each type, then over all types together. There a box of another type than the better one's keeps its score
   * times `crossTypeDecay`; 0 leaves it out.
   */
  nms: z.object({ iou: probability, crossTypeIou: probability, crossTypeDecay: probability.default(0) }),
});

const embedder = z.object({
  task: z.literal('embed'),
  ...common,
  /** [N, dimension], unit length. */
  outputs: z.object({ embedding: outputName }),
  embedding: z.object({
    id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'must be an embedding id'),
    dimension: z.int().min(1).max(4096),
    calibration: z
      .array(z.tuple([z.number(), z.number()]))
      .min(2)
      .refine((knots) => knots.every(([x, y], index) => index === 0 || isAfter(knots[index - 1], x, y)), 'must ascend')
      .refine((knots) => knots.some(([x, y]) => x === 1 && y === 1), 'must keep 1')
      .optional(),
  }),
});

const head = z
  .object({
    attribute: z.string().refine((id) => valuesOf(id).length > 0, 'is no attribute of the taxonomy'),
    output: outputName,
    /** What the output's numbers stand for, in their order. */
    values: z.array(z.string()).min(1).refine(unique, 'must not repeat'),
    /** Nothing below it is said. */
    threshold: probability,
    /** False for a head that is no better than saying the commonest value. */
    shown: z.boolean(),
  })
  .refine(({ attribute, values }) => values.every((value) => valuesOf(attribute).includes(value)), {
    path: ['values'],
    message: 'has a value that the taxonomy does not know',
  });

const tagger = z.object({
  task: z.literal('tag'),
  ...common,
  /** One output [N, values] of probabilities per attribute. */
  heads: z
    .array(head)
    .min(1)
    .refine((heads) => unique(heads.map(({ attribute }) => attribute)), 'must have one head per attribute'),
  /** Values of `category` that fit an item type; the head is not told the type. Their scores are given the type. */
  categories: z.record(itemType, z.array(z.enum(valuesOf('category')))),
});

/** What a model folder's `manifest.json` says. Other keys are for people. */
export const manifestSchema = z.discriminatedUnion('task', [detector, embedder, tagger]);
type AnyManifest = z.infer<typeof manifestSchema>;
export type Task = AnyManifest['task'];
export type Manifest<Of extends Task = Task> = Extract<AnyManifest, { task: Of }>;
/** One file of a model, and its hash. */
export type Weights = Pick<Manifest, 'file' | 'sha256'>;

const isAfter = (knot: readonly [number, number] | undefined, x: number, y: number) =>
  knot === undefined || (x > knot[0] && y >= knot[1]);
