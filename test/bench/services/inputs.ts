import { readFile } from 'node:fs/promises';
import { createDecoder, type InputSpec, prepare } from '@openfashion/imaging';
import type { Call } from '@openfashion/inference';
import { pictures } from '../../harness/picture-forms.js';

/** So many sample pictures, whole, as a model with this input wants them. */
export async function readyInputs({ input }: { readonly input: InputSpec }, count: number): Promise<Uint8Array[]> {
  const decoder = createDecoder();
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const picture = await decoder.decode(await readFile(pictures[at % pictures.length] ?? ''));
      const { width, height } = picture;
      return (await prepare({ picture, box: { x0: 0, y0: 0, x1: width, y1: height } }, input)).data;
    }),
  );
}

/** A shopper's call that nobody hurries. */
export const patientCall = (): Call => ({
  lane: 'interactive',
  deadline: performance.now() + 60_000,
  signal: new AbortController().signal,
});
