import { ContractError } from './errors.js';

/** Names and values of a query string or form, decoded, in the order sent. */
export type Parameters = readonly (readonly [name: string, value: string])[];

/**
 * Read a query string (without `?`). `+` is a space, except in `link`, where a space is read as `+` (rule 1.10).
 * @throws ContractError InvalidParam for a malformed escape
 */
export function parseQueryString(raw: string): Parameters {
  return raw
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = decode('query', (equals === -1 ? pair : pair.slice(0, equals)).replaceAll('+', ' '));
      const value = equals === -1 ? '' : pair.slice(equals + 1);
      if (name === 'link') return [name, decode(name, value).replaceAll(' ', '+')];
      return [name, decode(name, value.replaceAll('+', ' '))];
    });
}

/**
 * Decode one segment of a path, once (rule 1.10).
 * @throws ContractError InvalidParam naming the variable
 */
export function decodePathSegment(name: string, segment: string | undefined): string {
  return decode(name, segment ?? '');
}

function decode(name: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new ContractError('InvalidParam', `${name.slice(0, 64)}: has a malformed percent escape`, { cause });
  }
}
