import { readFile } from 'node:fs/promises';
import { repository } from './images.js';

export interface Instruction {
  /** `COPY`, `RUN` … */
  readonly name: string;
  readonly value: string;
}

/** One stage of a Dockerfile. */
export interface Stage {
  /** What it begins with: a base, or another stage. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of `deploy/images/Dockerfile` by their names; the instructions before the first one are under ``. */
export async function readStages(): Promise<ReadonlyMap<string, Stage>> {
  const text = await readFile(`${repository}/deploy/images/Dockerfile`, 'utf8');
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages = new Map<string, { from: string; instructions: Instruction[] }>();
  let stage = { from: '', instructions: [] as Instruction[] };
  stages.set('', stage);
  for (const line of lines) {
    const [, name = '', value = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') {
      const [, from = '', as = ''] = /^(\S+) AS (\S+)$/.exec(value) ?? [];
      stage = { from, instructions: [] };
      stages.set(as, stage);
    } else stage.instructions.push({ name, value });
  }
  return stages;
}

/** The values of one kind of instruction in a stage and in those that it begins with, the nearest first. */
export function valuesOf(stages: ReadonlyMap<string, Stage>, name: string, kind: string): string[] {
  const stage = stages.get(name);
  if (stage === undefined) return [];
  const own = stage.instructions.filter((one) => one.name === kind).map(({ value }) => value);
  return [...own, ...valuesOf(stages, stage.from, kind)];
}

/** What a stage sets in the environment, nearer stages before those that they begin with. */
export const environmentOf = (stages: ReadonlyMap<string, Stage>, name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    valuesOf(stages, name, 'ENV')
      .reverse()
      .flatMap((value) => value.split(/\s+/).map((one) => one.split(/=(.*)/s).slice(0, 2))),
  );
