import { send } from '../harness/rest.js';

/** Names of the series that a process exports, those of which it has no sample yet too. @param url where operators ask it */
export async function exportedBy(url: string): Promise<string[]> {
  const { text } = await send(url, { path: '/metrics' });
  return [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', kind]) =>
    kind === 'histogram' || kind === 'summary' ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
}
