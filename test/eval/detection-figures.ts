import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDecoder } from '@openfashion/imaging';
import type { Detector } from '@openfashion/inference';
import type { StreetRow } from './data.js';
import { mapConcurrently } from './latency.js';
import { averagePrecision, type Prediction, type Truth } from './metrics.js';

export interface DetectionFigures {
  readonly pictures: number;
  /** Types with at least ten items: fewer say nothing. */
  readonly types: number;
  readonly meanAveragePrecision: number;
  /** Boxes only, whatever type they were given. */
  readonly classAgnostic: number;
  readonly perType: Readonly<Record<string, number>>;
}

const enough = 10;

/** AP@0.5 over labelled street photographs, from what the Detector answers (down to its indexing threshold). */
export async function detectionFigures(
  detector: Detector,
  folder: string,
  rows: readonly StreetRow[],
): Promise<DetectionFigures> {
  const decoder = createDecoder();
  const found = await mapConcurrently(rows, 4, async (row, picture) => {
    const decoded = await decoder.decode(await readFile(join(folder, row.file)));
    const call = {
      lane: 'interactive' as const,
      deadline: performance.now() + 60_000,
      signal: new AbortController().signal,
    };
    const [detections = []] = await detector.detect([decoded], call);
    return detections.map(
      ({ type, score, box }): Prediction => ({ picture, type, score, box: [box.x0, box.y0, box.x1, box.y1] }),
    );
  });
  const predictions = found.flat();
  const truths = rows.flatMap(({ items }, picture) =>
    items.flatMap(({ type, box }): Truth[] => (type === null ? [] : [{ picture, type, box }])),
  );
  const types = [...new Set(truths.map(({ type }) => type))].filter(
    (type) => truths.filter((truth) => truth.type === type).length >= enough,
  );
  const perType = Object.fromEntries(
    types.map((type) => {
      const of = <Item extends Truth>(list: readonly Item[]) => list.filter((item) => item.type === type);
      return [type, averagePrecision(of(truths), of(predictions))];
    }),
  );
  const values = Object.values(perType);
  return {
    pictures: rows.length,
    types: types.length,
    meanAveragePrecision: values.reduce((sum, value) => sum + value, 0) / values.length,
    classAgnostic: averagePrecision(truths, predictions),
    perType,
  };
}
