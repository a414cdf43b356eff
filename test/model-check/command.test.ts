import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { smallModel, writeModel } from '@openfashion/inference/suite/small-models';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../scripts/model-check/command.js';

let folder: string;
beforeEach(async () => {
  const { manifest, graph } = smallModel('tag');
  folder = await writeModel(await mkdtemp(join(tmpdir(), 'model-check-')), manifest, graph);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the command prints and how it ends, beside an evaluation that ends so. */
async function check(parameters: readonly string[], evaluation = true) {
  const [printed, complaints, evaluated]: [string[], string[], unknown[]] = [[], [], []];
  const code = await run(parameters, {
    evaluate: async (...asked) => {
      evaluated.push(asked);
      return evaluation;
    },
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
  });
  return { code, printed: printed.join('\n'), complaints, evaluated };
}

test('a sound model: what it takes and answers, and its speed at every batch size', async () => {
  const { code, printed, complaints, evaluated } = await check([folder]);
  expect(complaints).toEqual([]);
  expect(code).toBe(0);
  expect(printed).toContain(`${folder}: small 1, task tag\n\nmodel.onnx on cpu, one thread`);
  expect(printed).toContain('  in   pixels  uint8 [N, 8, 8, 3]');
  expect(printed).toContain('  out  fit  float32 [N, 3]');
  const rows = printed.split('\n').filter((line) => /^ +\d+ +[\d.]+ +[\d.]+ +[\d.]+$/.test(line));
  expect(rows.map((row) => Number(row.trim().split(/ +/)[0]))).toEqual([1, 2, 4, 8, 16, 32]);
  expect(printed.endsWith('all is well')).toBe(true);
  expect(evaluated).toEqual([]);
});

test('with data the evaluation of its task follows, and its failure is the check’s', async () => {
  expect(await check([folder, '--data', 'pictures'])).toMatchObject({
    code: 0,
    evaluated: [['tag', folder, 'pictures']],
  });
  const failed = await check([folder, '--data', 'pictures', '--json'], false);
  expect(failed.code).toBe(1);
  const { problems, weights, manifest } = JSON.parse(failed.printed);
  expect(problems).toEqual([`${folder}: the evaluation on pictures failed`]);
  expect(manifest.task).toBe('tag');
  expect(weights[0].speeds).toHaveLength(6);
});

test('a model that something is wrong with is not evaluated', async () => {
  await writeFile(join(folder, 'model.onnx'), 'other');
  const { code, complaints, evaluated } = await check([folder, '--data', 'pictures']);
  expect(code).toBe(1);
  expect(complaints).toEqual([expect.stringContaining('model.onnx is not the file that ')]);
  expect(evaluated).toEqual([]);
});

test('usage', async () => {
  expect(await check(['--help'])).toMatchObject({ code: 0, complaints: [] });
  for (const [parameters, problem] of [
    [[], 'one model folder must be named'],
    [['a', 'b'], 'one model folder must be named'],
    [['a', '--provider', 'abacus'], '--provider: must be one of cpu, cuda, tensorrt'],
    [['a', '--fast'], "Unknown option '--fast'"],
  ] as const) {
    const { code, complaints } = await check(parameters);
    expect(code).toBe(2);
    expect(complaints[0]).toContain(problem);
  }
});

const adapted = (kind: string) => fileURLToPath(new URL(`adapted/${kind}`, import.meta.url));
test.each(['detr', 'yolo', 'image-tower', 'classifier'])(
  'a folder that the adapter for %s made is sound',
  async (kind) => {
    const { code, complaints } = await check([adapted(kind)]);
    expect(complaints).toEqual([]);
    expect(code).toBe(0);
  },
);
