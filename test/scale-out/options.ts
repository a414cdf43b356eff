export interface Options {
  /** Seconds instead of minutes: as in `npm test`. */
  readonly short: boolean;
  /** Told how it goes. */
  readonly print: (line: string) => void;
}
