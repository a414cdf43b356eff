import { ContractError, limits } from '@openfashion/contract';

const { single, range } = limits.pictures.ports;

/**
 * What an address itself tells (rules 7.1–7.3): http or https, no credentials, an allowed port if one is written.
 * @throws ContractError InvalidImageURLException
 */
export function checkUrl(address: string): URL {
  const refuse = (detail: string) => new ContractError('InvalidImageURLException', detail);
  if (!URL.canParse(address)) throw refuse('is not an address');
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse('must be an http or https address');
  if (url.username !== '' || url.password !== '') throw refuse('must not carry credentials');
  if (url.hostname === '') throw refuse('has no host');
  return url;
}

/** @throws ContractError InvalidImageURLException for an explicit port that the contract does not allow (rule 7.1) */
export function checkPort({ port }: URL): void {
  if (port === '') return;
  const number = Number(port);
  if (single.some((allowed) => allowed === number)) return;
  if (number >= (range[0] ?? 0) && number <= (range[1] ?? 0)) return;
  throw new ContractError('InvalidImageURLException', `port must be ${single.join(', ')} or ${range.join(' to ')}`);
}
