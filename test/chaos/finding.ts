/** Something that was to be shown, with the figures that show it. */
export interface Finding {
  readonly ok: boolean;
  readonly text: string;
}

export const finding = (ok: boolean, text: string): Finding => ({ ok, text });

export const ms = (value: number): string => `${value.toFixed(0)} ms`;
