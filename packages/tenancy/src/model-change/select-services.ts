import { TenancyError } from '../errors.js';
import type { OwnedService } from '../tenancy.js';

/**
 * The services that an operator names: `<service>` where only one app key has one of that name, else
 * `<app key>/<service>`. All of them where none is named.
 * @throws TenancyError for a name that stands for none, or for several
 */
export function selectServices<One extends OwnedService>(services: readonly One[], names: readonly string[]): One[] {
  if (names.length === 0) return [...services];
  const chosen = names.map((name) => {
    const found = services.filter(
      ({ appKey, service }) => service.name === name || `${appKey}/${service.name}` === name,
    );
    const [one] = found;
    if (one === undefined) throw new TenancyError(`no service ${name}`);
    if (found.length > 1) {
      throw new TenancyError(
        `several app keys have a service ${name}: ${found.map(({ appKey }) => `${appKey}/${name}`).join(', ')}`,
      );
    }
    return one;
  });
  return [...new Set(chosen)];
}
