import type { Connection } from './connection.js';

/** Conditional writes, which the seq rule rests on, came with it. */
const oldest = [1, 16] as const;

/** @returns the server's version @throws Error when it is too old */
export async function checkVersion(connection: Connection): Promise<string> {
  // This one answer is no envelope.
  const version = await connection.call('read', async (api, init) => {
    const { data } = await api.root({}, init);
    return { data: { result: data.version } };
  });
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return version;
  throw new Error(`Qdrant ${version} is too old: ${oldest.join('.')} or newer is needed`);
}
