import { fileURLToPath } from 'node:url';
import { credentials, type GrpcObject, loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { QdrantServer } from '../harness/qdrant-server.js';

/** The copies that one node of a cluster has, read and changed past the cluster: what a lost write leaves behind. */
export interface OneReplica extends Disposable {
  /** Those of these points that it has. */
  held(ids: readonly string[]): Promise<string[]>;
  /** Their seqs there; undefined where it has none. */
  seqs(ids: readonly string[]): Promise<(number | undefined)[]>;
  delete(ids: readonly string[]): Promise<void>;
  /** Give them a seq, as an older write would have left it. */
  setSeq(ids: readonly string[], seq: number): Promise<void>;
}

type Call = (request: object, answered: (error: Error | null, answer: Answer) => void) => void;
interface Answer {
  readonly result: readonly { id: { uuid: string }; payload: Record<string, { integer_value?: string }> }[];
}

const definition = loadSync(fileURLToPath(new URL('one-replica.proto', import.meta.url)), {
  keepCase: true,
  arrays: true,
  objects: true,
});
const { PointsInternal } = loadPackageDefinition(definition)['qdrant'] as GrpcObject;

/** @param shards those that the node has */
export function oneReplica(node: QdrantServer, collection_name: string, shards: readonly number[]): OneReplica {
  const client = new (PointsInternal as ServiceClientConstructor)(
    `127.0.0.1:${node.place.p2p}`,
    credentials.createInsecure(),
  );
  const call = (name: 'Get' | 'Delete' | 'SetPayload', request: object) =>
    new Promise<Answer>((resolve, reject) => {
      const method = (client as unknown as Record<string, Call>)[name];
      method?.call(client, request, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
  const list = (ids: readonly string[]) => ids.map((uuid) => ({ uuid }));
  /** Which shard has which of these points, and with which seq. */
  const look = async (ids: readonly string[]) => {
    const found = new Map<string, { readonly shard_id: number; readonly seq: number }>();
    for (const shard_id of shards) {
      const get_points = { collection_name, ids: list(ids), with_payload: { enable: true } };
      const { result } = await call('Get', { get_points, shard_id });
      for (const { id, payload } of result)
        found.set(id.uuid, { shard_id, seq: Number(payload['seq']?.integer_value) });
    }
    return found;
  };
  const change = async (ids: readonly string[], change: (points: object, shard_id: number) => Promise<unknown>) => {
    const found = await look(ids);
    for (const shard of shards) {
      const own = ids.filter((id) => found.get(id)?.shard_id === shard);
      if (own.length > 0) await change({ points: { ids: list(own) } }, shard);
    }
  };
  return {
    held: async (ids) => [...(await look(ids)).keys()],
    async seqs(ids) {
      const found = await look(ids);
      return ids.map((id) => found.get(id)?.seq);
    },
    delete: (ids) =>
      change(ids, (points, shard_id) =>
        call('Delete', { delete_points: { collection_name, wait: true, points }, shard_id }),
      ),
    setSeq: (ids, seq) =>
      change(ids, (points_selector, shard_id) => {
        const payload = { seq: { integer_value: seq } };
        const set_payload_points = { collection_name, wait: true, payload, points_selector };
        return call('SetPayload', { set_payload_points, shard_id });
      }),
    [Symbol.dispose]: () => client.close(),
  };
}
