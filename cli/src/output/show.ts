import type { Reply } from '../rest.js';
import { printJson } from './print.js';

/** Show a reply: for a person, or the data as it was answered for a script (an empty object where there is none). */
export function show<Data>(
  reply: Reply<Data>,
  { json }: { readonly json?: boolean },
  render: (data: Data) => void,
): void {
  if (json) printJson(reply.raw ?? {});
  else render(reply.data);
}
