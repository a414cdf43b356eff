import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest, Task } from '../manifest.js';
import { element, floats, integers, type SmallGraph, type SmallNode, smallGraph } from './small-graph.js';

const side = 8;
const boxes = 6;
const spread = (length: number, from: number, to: number) =>
  Array.from({ length }, (_, index) => from + ((to - from) * ((index * 7) % length)) / Math.max(1, length - 1));

const common = {
  name: 'small',
  version: '1',
  file: 'model.onnx',
  licence: { weights: 'Apache-2.0' },
  input: {
    name: 'pixels',
    width: side,
    height: side,
    resize: 'stretch',
    anchor: 'top-left',
    pad: [0, 0, 0],
    margin: 0,
  },
} as const;

const manifests: { readonly [Of in Task]: Omit<Manifest<Of>, 'sha256'> } = {
  detect: {
    ...common,
    input: { ...common.input, pad: [0, 0, 0] },
    task: 'detect',
    outputs: { boxes: 'boxes', scores: 'scores' },
    classes: ['TOP', 'BAG'],
    thresholds: { display: 0.5, indexing: 0.1 },
    nms: { iou: 0.5, crossTypeIou: 0.7, crossTypeDecay: 0 },
  },
  embed: {
    ...common,
    input: { ...common.input, pad: [0, 0, 0] },
    task: 'embed',
    outputs: { embedding: 'embedding' },
    embedding: { id: 'small-4', dimension: 4 },
  },
  tag: {
    ...common,
    input: { ...common.input, pad: [0, 0, 0] },
    task: 'tag',
    heads: [
      { attribute: 'fit', output: 'fit', values: ['regular', 'slim', 'loose'], threshold: 0.3, shown: true },
      { attribute: 'detail', output: 'detail', values: ['button', 'zipper'], threshold: 0.3, shown: true },
    ],
    categories: {},
  },
};

const pixels = { pixels: ['uint8', ['N', side, side, 3]] } as const;
/** The mean of each channel, between 0 and 1. */
const features: readonly SmallNode[] = [
  { operator: 'Cast', inputs: ['pixels'], output: 'bytes', attributes: { to: element('float32') } },
  { operator: 'ReduceMean', inputs: ['bytes'], output: 'means', attributes: { axes: [1, 2], keepdims: 0 } },
  { operator: 'Div', inputs: ['means', 'most'], output: 'features' },
];
const most = floats([1], [255]);

const graphs: { readonly [Of in Task]: SmallGraph } = {
  detect: {
    inputs: pixels,
    outputs: { boxes: ['float32', ['N', boxes, 4]], scores: ['float32', ['N', boxes, 2]] },
    nodes: [
      ...features,
      { operator: 'MatMul', inputs: ['features', 'sides'], output: 'flat' },
      { operator: 'Reshape', inputs: ['flat', 'rows of four'], output: 'corner' },
      // From a corner to one further right and down.
      { operator: 'Mul', inputs: ['corner', 'growth'], output: 'boxes' },
      { operator: 'MatMul', inputs: ['features', 'logits'], output: 'raw' },
      { operator: 'Reshape', inputs: ['raw', 'rows of two'], output: 'rows' },
      { operator: 'Sigmoid', inputs: ['rows'], output: 'scores' },
    ],
    constants: {
      most,
      sides: floats([3, boxes * 4], Array<number>(3 * boxes * 4).fill(1)),
      growth: floats([4], [1, 1, 3, 3]),
      'rows of four': integers(-1, boxes, 4),
      logits: floats([3, boxes * 2], spread(3 * boxes * 2, -3, 3)),
      'rows of two': integers(-1, boxes, 2),
    },
  },
  embed: {
    inputs: pixels,
    outputs: { embedding: ['float32', ['N', 4]] },
    nodes: [
      ...features,
      { operator: 'MatMul', inputs: ['features', 'projection'], output: 'vector' },
      { operator: 'LpNormalization', inputs: ['vector'], output: 'embedding', attributes: { axis: -1, p: 2 } },
    ],
    constants: { most, projection: floats([3, 4], spread(12, -1, 1)) },
  },
  tag: {
    inputs: pixels,
    outputs: { fit: ['float32', ['N', 3]], detail: ['float32', ['N', 2]] },
    nodes: [
      ...features,
      { operator: 'MatMul', inputs: ['features', 'fits'], output: 'fit logits' },
      { operator: 'Softmax', inputs: ['fit logits'], output: 'fit', attributes: { axis: -1 } },
      { operator: 'MatMul', inputs: ['features', 'details'], output: 'detail logits' },
      { operator: 'Sigmoid', inputs: ['detail logits'], output: 'detail' },
    ],
    constants: { most, fits: floats([3, 3], spread(9, -2, 2)), details: floats([3, 2], spread(6, -2, 2)) },
  },
};

/** A model of the task that takes microseconds, to be changed by a test. */
export const smallModel = <Of extends Task>(task: Of) => ({ manifest: manifests[task], graph: graphs[task] });

/** The same graph with a node for the one that makes this output. */
export const withNode = (graph: SmallGraph, node: SmallNode): SmallGraph => ({
  ...graph,
  nodes: graph.nodes.map((other) => (other.output === node.output ? node : other)),
});

/** Write a model folder. @returns its path */
export async function writeModel(folder: string, manifest: object, graph: SmallGraph): Promise<string> {
  const model = smallGraph(graph);
  const sha256 = createHash('sha256').update(model).digest('hex');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.onnx'), model);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ sha256, ...manifest }));
  return folder;
}
