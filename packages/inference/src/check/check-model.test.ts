import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Task } from '../manifest.js';
import { floats, type SmallGraph } from '../suite/small-graph.js';
import { smallModel, withNode, writeModel } from '../suite/small-models.js';
import { checkModel } from './check-model.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-check-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const options = { provider: 'cpu', sizes: [1, 2] } as const;
const check = () => checkModel(folder, options);

/** Problems of a small model that is otherwise than its manifest or its task wants it, without their file. */
async function problemsOf(task: Task, change: { manifest?: object; graph?: (graph: SmallGraph) => SmallGraph }) {
  const { manifest, graph } = smallModel(task);
  await writeModel(folder, { ...manifest, ...change.manifest }, change.graph?.(graph) ?? graph);
  const { problems, weights } = await check();
  expect(weights.flatMap(({ speeds }) => speeds)).toEqual([]);
  return problems.map((line) => line.replace(`${join(folder, 'model.onnx')}: `, ''));
}

test.each(['detect', 'embed', 'tag'] as const)(
  'a sound model of task %s has no problem and is measured',
  async (task) => {
    const { manifest, graph } = smallModel(task);
    await writeModel(folder, manifest, graph);
    const { problems, weights } = await check();
    expect(problems).toEqual([]);
    expect(weights.map(({ file }) => file)).toEqual(['model.onnx']);
    expect(weights[0]?.speeds.map(({ size }) => size)).toEqual([1, 2]);
    for (const { time } of weights[0]?.speeds ?? []) expect(time).toBeGreaterThan(0);
    expect(weights[0]?.signature?.inputs).toEqual([{ name: 'pixels', type: 'uint8', shape: ['N', 8, 8, 3] }]);
  },
);

test('everything that is wrong with a manifest is named by field', async () => {
  const { manifest, graph } = smallModel('detect');
  const wrong = { classes: ['TOGA'], thresholds: { display: 2, indexing: 0 }, input: { ...manifest.input, width: 0 } };
  await writeModel(folder, { ...manifest, ...wrong }, graph);
  const { problems, weights } = await check();
  expect(weights).toEqual([]);
  const file = join(folder, 'manifest.json');
  expect(problems.map((line) => line.split(': ').slice(0, 2))).toEqual([
    [file, 'input.width'],
    [file, 'classes.0'],
    [file, 'thresholds.display'],
  ]);
});

test('a folder without a manifest, and another file than the manifest means', async () => {
  expect((await check()).problems).toEqual([`${join(folder, 'manifest.json')} cannot be read`]);
  const { manifest, graph } = smallModel('embed');
  await writeModel(folder, manifest, graph);
  await writeFile(join(folder, 'model.onnx'), 'other');
  const [problem] = (await check()).problems;
  expect(problem).toMatch(/model\.onnx is not the file that .*manifest\.json means: its SHA-256 is /);
});

test('a file that is no model', async () => {
  const { manifest, graph } = smallModel('embed');
  await writeModel(folder, manifest, graph);
  const sha256 = '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752';
  await writeFile(join(folder, 'model.onnx'), 'test2');
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, sha256 }));
  const [problem, ...others] = (await check()).problems;
  expect(problem).toContain(`${join(folder, 'model.onnx')}: cannot run on cpu: `);
  expect(others).toEqual([]);
});

test('inputs and outputs that are not the manifest’s are seen before anything runs', async () => {
  const { input } = smallModel('detect').manifest;
  expect(
    await problemsOf('detect', {
      manifest: { input: { ...input, width: 16 }, outputs: { boxes: 'boxes', scores: 'classes' }, classes: ['BAG'] },
    }),
  ).toEqual([
    'input: pixels is [N, 8, 8, 3], not [N, 8, 16, 3]',
    'outputs.scores: the model has no output classes (it has boxes, scores)',
  ]);
  expect(await problemsOf('embed', { manifest: { input: { ...input, name: 'image' } } })).toEqual([
    'input.name: the model has no input image (it has pixels)',
  ]);
  expect(await problemsOf('embed', { manifest: { embedding: { id: 'e', dimension: 5 } } })).toEqual([
    'outputs.embedding: embedding is [N, 4], not [N, 5]',
  ]);
  const fixed = (graph: SmallGraph): SmallGraph => ({ ...graph, inputs: { pixels: ['uint8', [1, 8, 8, 3]] } });
  expect(await problemsOf('embed', { graph: fixed })).toEqual([
    'input: pixels is [1, 8, 8, 3]: it takes batches of 1 only',
  ]);
  const floating = (graph: SmallGraph): SmallGraph => ({ ...graph, inputs: { pixels: ['float32', ['N', 8, 8, 3]] } });
  expect(await problemsOf('tag', { graph: floating })).toEqual(['input.name: pixels takes float32, not uint8']);
});

test('vectors that are not of unit length, and pictures that are all the same to it', async () => {
  const plain = (graph: SmallGraph) =>
    withNode(graph, { operator: 'Identity', inputs: ['vector'], output: 'embedding' });
  expect(await problemsOf('embed', { graph: plain })).toEqual([
    expect.stringMatching(/^outputs\.embedding: vectors are [\d., ]+ long, not 1$/),
  ]);
  const constant = (graph: SmallGraph): SmallGraph => ({
    ...graph,
    nodes: [
      ...graph.nodes.slice(0, 3),
      { operator: 'MatMul', inputs: ['features', 'zeros'], output: 'nothing' },
      { operator: 'Add', inputs: ['nothing', 'half'], output: 'embedding' },
    ],
    constants: { ...graph.constants, zeros: floats([3, 4], Array<number>(12).fill(0)), half: floats([1], [0.5]) },
  });
  expect(await problemsOf('embed', { graph: constant })).toEqual([
    'outputs.embedding: pictures that have nothing in common have the same vector',
  ]);
});

test('scores and heads that are no probabilities', async () => {
  const logits = (graph: SmallGraph) => withNode(graph, { operator: 'Identity', inputs: ['rows'], output: 'scores' });
  expect(await problemsOf('detect', { graph: logits })).toEqual([
    'outputs.scores: are no probabilities between 0 and 1',
  ]);
  const eachOfItsOwn = (graph: SmallGraph) =>
    withNode(graph, { operator: 'Exp', inputs: ['detail logits'], output: 'detail' });
  expect(await problemsOf('tag', { graph: eachOfItsOwn })).toEqual([
    'heads.1: detail is no probabilities between 0 and 1',
  ]);
  const many = (graph: SmallGraph): SmallGraph => ({
    ...withNode(graph, { operator: 'Sigmoid', inputs: ['fit logits'], output: 'fit' }),
    constants: { ...graph.constants, fits: floats([3, 3], Array<number>(9).fill(2)) },
  });
  expect(await problemsOf('tag', { graph: many })).toEqual([
    expect.stringMatching(/^heads\.0: probabilities of fit, of which one is true, add up to [12]\.\d{3}$/),
  ]);
});

test('boxes that are fractions, or of another form', async () => {
  const large = { ...smallModel('detect').manifest.input, width: 32, height: 32 };
  const fractions = (graph: SmallGraph): SmallGraph => ({
    ...graph,
    inputs: { pixels: ['uint8', ['N', 32, 32, 3]] },
    constants: { ...graph.constants, growth: floats([4], [0.1, 0.1, 0.3, 0.3]) },
  });
  expect(await problemsOf('detect', { graph: fractions, manifest: { input: large } })).toEqual([
    'outputs.boxes: all lie within 2 pixels, so they are not in input pixels',
  ]);
  const centres = (graph: SmallGraph): SmallGraph => ({
    ...graph,
    constants: { ...graph.constants, growth: floats([4], [4, 4, 1, 1]) },
  });
  expect(await problemsOf('detect', { graph: centres })).toEqual([
    'outputs.boxes: some end before they begin, so they are not x0 y0 x1 y1',
  ]);
});

test('answers that are no numbers, and those that depend on the company', async () => {
  const none = (graph: SmallGraph) => withNode(graph, { operator: 'Log', inputs: ['vector'], output: 'embedding' });
  expect(await problemsOf('embed', { graph: none })).toEqual([
    'outputs.embedding: embedding answers what is no finite number',
  ]);
  const mixed = (graph: SmallGraph): SmallGraph => ({
    ...graph,
    nodes: [
      ...graph.nodes.slice(0, 3),
      { operator: 'MatMul', inputs: ['features', 'projection'], output: 'own' },
      { operator: 'ReduceMean', inputs: ['own'], output: 'company', attributes: { axes: [0], keepdims: 1 } },
      { operator: 'Add', inputs: ['own', 'company'], output: 'vector' },
      ...graph.nodes.slice(4),
    ],
  });
  expect(await problemsOf('embed', { graph: mixed })).toEqual([
    'what it answers to a picture depends on the others in the batch',
  ]);
});

test('variants are loaded and measured, and each is held to its hash', async () => {
  const { manifest, graph } = smallModel('embed');
  await writeModel(folder, manifest, graph);
  await copyFile(join(folder, 'model.onnx'), join(folder, 'half.onnx'));
  const { sha256 } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const variant = { precision: 'float16', file: 'half.onnx', sha256, providers: ['cuda'] };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, sha256, variants: [variant] }));
  const { problems, weights } = await check();
  expect(problems).toEqual([]);
  expect(weights.map(({ file, precision, speeds }) => [file, precision, speeds.length])).toEqual([
    ['model.onnx', undefined, 2],
    ['half.onnx', 'float16', 2],
  ]);
  await writeFile(join(folder, 'half.onnx'), 'other');
  expect((await check()).problems).toEqual([expect.stringMatching(/half\.onnx is not the file that /)]);
});
