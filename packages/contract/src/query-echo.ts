import { type Endpoint, endpoints } from './endpoints.js';
import type { Parameters } from './parameters.js';

/**
 * `data.query` (rule 5.8): the key parameter, then the other known parameters that were given, in the order of the
 * endpoint's table, values decoded.
 */
export function echoQuery(
  endpoint: Endpoint['id'],
  [key, value]: readonly [name: string, value: string],
  parameters: Parameters,
): string {
  const others = Object.keys(endpoints[endpoint].query).filter((name) => name !== key);
  const given = others.flatMap((name) => parameters.filter(([one]) => one === name));
  return [[key, value] as const, ...given].map((pair) => pair.join('=')).join('&');
}
