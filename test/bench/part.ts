import type { Section } from './report.js';

/** How long and how large. */
export interface Scale {
  /** Pairs that are compared. */
  readonly rounds: number;
  /** Sizes of the catalogue; the last is the one that targets are about. */
  readonly documents: readonly number[];
  /** Of one measurement under load. */
  readonly milliseconds: number;
}

/** One part of the benchmark: measures, and says what it found. */
export type Part = (section: Section, scale: Scale) => Promise<void>;

export const thousands = (count: number): string => count.toLocaleString('en');
