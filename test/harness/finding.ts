/** Something that was to be shown, with the figures that show it. */
export interface Finding {
  readonly ok: boolean;
  readonly text: string;
}

export const finding = (ok: boolean, text: string): Finding => ({ ok, text });

export const ms = (value: number): string => `${value.toFixed(0)} ms`;

/** None, or how many and the first few. */
export const listed = (things: readonly string[]): string =>
  things.length === 0 ? 'none' : `${things.length}: ${things.slice(0, 5).join('; ')}`;
