import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const byte = z.int().min(0).max(255);
const probability = z.number().min(0).max(1);

const common = {
  name: z.string().min(1),
  version: z.string().min(1),
  /** Name of the model's file in the folder of the manifest. */
  file: z.string().regex(/^[\w.-]+$/, 'must be a file name'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
  licence: z.object({ weights: z.string(), startedFrom: z.string().optional() }),
  /** Batches of `uint8` NHWC RGB; everything else is in the graph. */
  input: z.object({
    name: z.string(),
    width: z.int().min(1).max(4096),
    height: z.int().min(1).max(4096),
    resize: z.enum(['letterbox', 'stretch']),
    anchor: z.enum(['top-left', 'centre']),
    pad: z.tuple([byte, byte, byte]),
    margin: z.number().min(0).max(1),
  }),
};

const detector = z.object({
  task: z.literal('detect'),
  ...common,
  /** `boxes` [N, boxes, 4]: x0 y0 x1 y1 in input pixels; `scores` [N, boxes, classes]: probabilities. */
  outputs: z.object({ boxes: z.string(), scores: z.string() }),
  classes: z.array(z.string()).min(1),
  thresholds: z.object({ display: probability, indexing: probability }),
  /** Greedy: within each type, then over all types together. */
  nms: z.object({ iou: probability, crossTypeIou: probability }),
});

const embedder = z.object({
  task: z.literal('embed'),
  ...common,
  /** [N, dimension], unit length. */
  outputs: z.object({ embedding: z.string() }),
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

const tagger = z.object({
  task: z.literal('tag'),
  ...common,
  /** One output [N, values] of probabilities per attribute. */
  heads: z
    .array(
      z.object({
        attribute: z.string(),
        output: z.string(),
        values: z.array(z.string()).min(1),
        /** Nothing below it is said. */
        threshold: probability,
        /** False for a head that is no better than saying the commonest value. */
        shown: z.boolean(),
      }),
    )
    .min(1),
  /** Values of `category` that fit an item type; the head is not told the type. */
  categories: z.record(z.string(), z.array(z.string())),
});

const manifests = { detect: detector, embed: embedder, tag: tagger };
export type Task = keyof typeof manifests;
export type Manifest<Of extends Task = Task> = z.infer<(typeof manifests)[Of]>;

/** A manifest and where its model is. */
export interface Model<Of extends Task = Task> {
  readonly manifest: Manifest<Of>;
  /** Path of the model's file. */
  readonly path: string;
}

/** A model folder cannot be used; the message names the file. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/**
 * Read the manifest of a folder, and check that the model's file is the one it means.
 * @throws ModelError
 */
export async function readModel<Of extends Task>(folder: string, task: Of): Promise<Model<Of>> {
  const file = join(folder, 'manifest.json');
  const parsed = manifests[task].safeParse(await readJson(file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ModelError(`${file}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const manifest = parsed.data as Manifest<Of>;
  const path = join(folder, manifest.file);
  const hash = createHash('sha256')
    .update(await read(path))
    .digest('hex');
  if (hash !== manifest.sha256)
    throw new ModelError(`${path} is not the file that ${file} means: its SHA-256 is ${hash}`);
  return { manifest, path };
}

async function readJson(file: string): Promise<unknown> {
  const text = (await read(file)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ModelError(`${file} is not JSON`, { cause });
  }
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new ModelError(`${file} cannot be read`, { cause });
  }
}

const isAfter = (knot: readonly [number, number] | undefined, x: number, y: number) =>
  knot === undefined || (x > knot[0] && y >= knot[1]);
