import { Connection } from './connection.js';
import type { Settled } from './options.js';

/** @returns a connection to each node of the cluster, and none of a server that is alone @throws Error when some are not known */
export async function openNodes(options: Settled): Promise<Connection[]> {
  const open = (url: string) => new Connection({ ...options, urls: [url] });
  const first = new Connection(options);
  const peers = await peersOf(first).finally(() => first.close());
  if (peers.length < 2) return [];
  const urls = options.urls.length > 1 ? options.urls : peers.map((uri) => restUrl(uri, options.urls[0] ?? ''));
  const nodes = urls.map(open);
  const ids = new Set<number>();
  try {
    for (const node of nodes) ids.add(await idOf(node));
    if (ids.size === peers.length) return nodes;
    throw new Error(`the cluster has ${peers.length} nodes, of which the addresses lead to ${ids.size}`);
  } catch (error) {
    await closeNodes(nodes);
    throw error;
  }
}

export async function closeNodes(nodes: readonly Connection[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.close()));
}

/** Where a node answers, from where its peers reach it: by our scheme, port and path. */
function restUrl(peerUri: string, own: string): string {
  const { hostname } = new URL(peerUri);
  return own.replace(/^(https?:\/\/)(\[[^\]]*\]|[^/:]*)/, (_, scheme: string) => `${scheme}${hostname}`);
}

const status = (connection: Connection) => connection.call('read', (api, init) => api.clusterStatus({}, init));

/** Addresses by which the nodes know one another. */
async function peersOf(connection: Connection): Promise<string[]> {
  const cluster = await status(connection);
  return cluster.status === 'enabled' ? Object.values(cluster.peers).flatMap((peer) => (peer ? [peer.uri] : [])) : [];
}

async function idOf(connection: Connection): Promise<number> {
  const cluster = await status(connection);
  return cluster.status === 'enabled' ? cluster.peer_id : 0;
}
