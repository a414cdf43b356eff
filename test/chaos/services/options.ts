/** How scenarios are run. */
export interface Options {
  readonly seed: number;
  /** Whether to show it in seconds, with what needs many samples left out. */
  readonly short: boolean;
  readonly print: (line: string) => void;
}
