/** How scenarios are run. */
export interface Options {
  readonly seed: number;
  /** Whether to show it in seconds. */
  readonly short: boolean;
  /** How long what has no end of its own goes on. */
  readonly minutes: number;
  readonly print: (line: string) => void;
}
