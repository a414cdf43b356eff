/** An operator named something that is not there, or asked for more than may be. */
export class TenancyError extends Error {
  override readonly name = 'TenancyError';
}
