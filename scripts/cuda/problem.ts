/** Exit codes of `npm run cuda:install`; each problem is one sentence. */
export const exitCodes = {
  usage: 2,
  platform: 3,
  version: 4,
  download: 5,
  hash: 6,
  wheel: 7,
  libraries: 8,
  notInstalled: 9,
} as const;

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: number;

  constructor(kind: keyof typeof exitCodes, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = exitCodes[kind];
  }
}
