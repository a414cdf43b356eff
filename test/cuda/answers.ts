import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Box, createDecoder, type Picture } from '@openfashion/imaging';
import type { AttributeScores, Call, Detection } from '@openfashion/inference';
import type { LocalModels } from '@openfashion/inference/suite/local-models';
import { picturesDirectory, sampleLooks, sampleProducts } from '@openfashion/samples';

/** A picture, and the part of it that is embedded and tagged. */
export interface Subject {
  readonly name: string;
  readonly picture: Picture;
  readonly box: Box;
  readonly type: string;
}

/** What three models say of a picture. */
export interface Answer {
  readonly name: string;
  readonly detections: readonly Detection[];
  /** Least score of a detection that is shown. */
  readonly display: number;
  readonly vector: Float32Array;
  readonly attributes: readonly AttributeScores[];
}

const call = (): Call => ({
  lane: 'interactive',
  deadline: performance.now() + 300_000,
  signal: new AbortController().signal,
});

/** Sample pictures, each `every`th, with the best item that the models find in it. */
export async function findSubjects(models: LocalModels, every: number): Promise<Subject[]> {
  const files = [...sampleProducts(), ...sampleLooks()].map(({ file }) => file);
  const subjects: Subject[] = [];
  const decoder = createDecoder();
  for (const file of files.filter((_, index) => index % every === 0)) {
    const picture = await decoder.decode(await readFile(join(picturesDirectory, file)));
    const [[best] = []] = await models.detector.detect([picture], call());
    const whole = { x0: 0, y0: 0, x1: picture.width, y1: picture.height };
    subjects.push({ name: file, picture, box: best?.box ?? whole, type: best?.type ?? 'TOP' });
  }
  return subjects;
}

/** The models' answers, several subjects to a batch where a batch holds several. */
export async function answersOf(models: LocalModels, subjects: readonly Subject[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  const together = 16;
  for (let from = 0; from < subjects.length; from += together) {
    const some = subjects.slice(from, from + together);
    const [found, vectors, tags] = await Promise.all([
      models.detector.detect(
        some.map(({ picture }) => picture),
        call(),
      ),
      models.embedder.embed(some, call()),
      models.tagger.tag(some, call()),
    ]);
    for (const [index, { name }] of some.entries()) {
      answers.push({
        name,
        detections: found[index] ?? [],
        display: models.detector.thresholds.display,
        vector: vectors[index] ?? new Float32Array(),
        attributes: tags[index] ?? [],
      });
    }
  }
  return answers;
}
