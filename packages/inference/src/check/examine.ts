import type { Manifest } from '../manifest.js';
import { type ExpectedOutput, expectedOutputs, shapeText } from './expected-outputs.js';
import { meaningProblems } from './meaning.js';
import { checkPictures } from './pictures.js';
import { isSame } from './same-answers.js';

/** What a run answers, by output name. */
export type Answers = Readonly<Record<string, { readonly data: unknown; readonly dims: readonly number[] }>>;
/** Runs one batch of so many pictures, whose bytes come one after the other. */
export type Run = (pixels: Uint8Array, size: number) => Promise<Answers>;

/**
 * Run a model on pictures, alone and together, and see whether it answers what its manifest says.
 * @param tolerance by which a number may differ in another batch
 * @returns a line for each thing that is wrong; none says what a better model would answer
 */
export async function examine(manifest: Manifest, run: Run, tolerance: number): Promise<string[]> {
  const pictures = checkPictures(manifest.input);
  const alone: Answers[] = [];
  for (const picture of pictures) alone.push(await run(picture, 1));
  const together = await run(Uint8Array.from(Buffer.concat(pictures)), pictures.length);
  const expected = expectedOutputs(manifest);
  const misshapen = expected.flatMap((output) =>
    [...alone.map((answers) => [answers, 1] as const), [together, pictures.length] as const].flatMap(
      ([answers, size]) => formProblem(output, answers, size) ?? [],
    ),
  );
  if (misshapen.length > 0) return [...new Set(misshapen)];

  const parts = alone.map((answers) => expected.map(({ name }) => numbersOf(answers, name)));
  const split = pictures.map((_, index) =>
    expected.map(({ name }) => partOf(numbersOf(together, name), index, pictures.length)),
  );
  const meaning = meaningProblems(manifest, parts);
  const apart = parts.some((part, index) => !isSame(manifest, part, split[index] ?? [], tolerance));
  return apart ? [...meaning, 'what it answers to a picture depends on the others in the batch'] : meaning;
}

function formProblem({ field, name, shape }: ExpectedOutput, answers: Answers, size: number): string | undefined {
  const { data, dims = [] } = answers[name] ?? {};
  if (!(data instanceof Float32Array)) return `${field}: the model has no float32 output ${name}`;
  const wanted = [size, ...shape];
  const fits = dims.length === wanted.length && dims.every((side, axis) => (wanted[axis] ?? side) === side);
  if (!fits) return `${field}: ${name} answers ${shapeText(dims)} to ${size}, not ${shapeText(wanted)}`;
  return data.every(Number.isFinite) ? undefined : `${field}: ${name} answers what is no finite number`;
}

function numbersOf(answers: Answers, name: string): Float32Array {
  const data = answers[name]?.data;
  return data instanceof Float32Array ? data : new Float32Array();
}

function partOf(numbers: Float32Array, index: number, of: number): Float32Array {
  const length = numbers.length / of;
  return numbers.subarray(index * length, (index + 1) * length);
}
