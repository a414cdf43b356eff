import type { Life } from '../../harness/cluster.js';

/** Errors that say that something else of ours is away or busy, by the names of their classes. */
const ofOutages = new Set(['Unavailable', 'Overloaded', 'DeadlineExceeded']);
/** Levels of the product's log. */
const [warning, error] = [40, 50];

/** What a log looked like at an instant: how many lines each process had written. */
export type Mark = ReadonlyMap<Life, number>;

export const markOf = (lives: readonly Life[]): Mark =>
  new Map(lives.map((life) => [life, life.process.errors.length]));

/**
 * Lines of all processes that no outage explains: errors of other kinds, what is not of the log at all (a warning of the
 * runtime, a trace of an exception), and from an instant on, when nothing was away any more, everything from warnings up.
 * @param calm when that was
 */
export function unexplained(lives: readonly Life[], calm: Mark): string[] {
  return lives.flatMap((life) => {
    const isExplained = explainerOf(life.name);
    const from = calm.get(life) ?? 0;
    const strange = life.process.errors.filter((line, at) => !isExplained(line, at >= from));
    // A trace of an exception is one thing.
    const things = strange.join('\n').split(/\n(?=\{)/);
    return things.filter(Boolean).map((thing) => `${life.name}: ${thing.slice(0, 1_500)}`);
  });
}

/** Processes that ended though nobody ended them. */
export const endedByThemselves = (lives: readonly Life[]): string[] =>
  lives.flatMap(({ name, process }) =>
    process.hasEndedByItself ? [`${name}: ${process.errors.slice(-3).join(' ').slice(0, 800)}`] : [],
  );

/** The stores' logs are not ours: only that one breaks down is looked for. */
const explainerOf = (name: string) => (/^(nats|qdrant)/.test(name) ? isStoreAlive : isExplained);

const isStoreAlive = (line: string): boolean => !/\[FTL\]|panic/i.test(line);

function isExplained(line: string, isCalm: boolean): boolean {
  const { level, err } = parsed(line);
  if (level === undefined) return false;
  if (level < warning) return true;
  if (isCalm) return false;
  return level < error || (err?.type !== undefined && ofOutages.has(err.type));
}

function parsed(line: string): { readonly level?: number; readonly err?: { readonly type?: string } } {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}
