import { print, printJson } from '../../output/print.js';

/** Say what became of which services. */
export function report(
  services: readonly { readonly appKey: string; readonly service: { readonly name: string } }[],
  json: boolean | undefined,
  becomes: string,
  nothing: string,
): void {
  if (json) printJson(services.map(({ appKey, service }) => ({ appKey, service: service.name })));
  else if (services.length === 0) print(nothing);
  for (const { appKey, service } of json ? [] : services) print(`${appKey}/${service.name} ${becomes}`);
}
