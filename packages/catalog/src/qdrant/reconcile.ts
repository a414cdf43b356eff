import type { Schemas } from '@qdrant/js-client-rest';
import { Collections } from './collections.js';
import { Connection } from './connection.js';
import { Drops } from './drops.js';
import { droppedName } from './names.js';
import { closeNodes, openNodes } from './nodes.js';
import { type QdrantOptions, type Settled, settle } from './options.js';
import { field, newerOf, type StoredPoint, seqOf, toSamePoint } from './points.js';
import { PointsStore } from './points-store.js';

export interface Reconciled {
  /** Points that were compared. */
  readonly checked: number;
  /** Points that one copy lacked or had older, and that were written again. */
  readonly repaired: number;
}

/** Points of one answer, without vectors: some hundred bytes each. */
const page = 1_000;

/** A point as each node has it; `undefined` where it lacks. */
type Copies = readonly (StoredPoint | undefined)[];

/**
 * Compare the copies of every document, marker and tombstone, and write again what one of them lacks or has older: the newest
 * copy, under the seq rule, which changes no other.
 * A node answers from its own copy where it has one, so each is asked by itself, for ids and seqs, page by page.
 * @param options with the addresses of all nodes; of one address, the others are those by which the nodes know one another,
 *   at the same port. A server that is alone has no copies: nothing is compared.
 * @throws Unavailable when a node does not answer, the reason of the signal when aborted
 */
export async function reconcile(options: QdrantOptions & { readonly signal?: AbortSignal }): Promise<Reconciled> {
  const settled = await settle(options);
  const nodes = await openNodes(settled);
  const connection = new Connection(settled);
  try {
    const points = new PointsStore(connection, settled);
    const collections = new Collections(connection, settled);
    const dropped = new Set(await new Drops(connection, collections, points, settled).all());
    const sum = { checked: 0, repaired: 0 };
    if (nodes.length === 0) return sum;
    for (const name of [droppedName(settled.prefix), ...(await collections.names())]) {
      const done = await reconcileCollection({ nodes, points, settled, dropped, name, signal: options.signal });
      sum.checked += done.checked;
      sum.repaired += done.repaired;
    }
    return sum;
  } finally {
    await Promise.all([closeNodes(nodes), connection.close()]);
  }
}

interface Work {
  readonly nodes: readonly Connection[];
  readonly points: PointsStore;
  readonly settled: Settled;
  readonly dropped: ReadonlySet<string>;
  readonly name: string;
  readonly signal: AbortSignal | undefined;
}

async function reconcileCollection(work: Work): Promise<Reconciled> {
  const { nodes, settled, name, signal } = work;
  const stores = nodes.map((node) => new PointsStore(node, settled));
  let checked = 0;
  let repaired = 0;
  for (let offset: string | undefined, isFirst = true; isFirst || offset !== undefined; isFirst = false) {
    signal?.throwIfAborted();
    const body = { limit: page, with_payload: [field.seq], ...(offset !== undefined && { offset }) };
    const pages = await Promise.all(stores.map((store) => store.scroll(name, body)));
    offset = earliest(pages.map(({ next_page_offset }) => next_page_offset));
    const { found, differing } = compare(
      pages.map(({ points }) => points),
      offset,
    );
    checked += found;
    if (differing.length > 0) repaired += await repair(work, stores, differing);
  }
  return { checked, repaired };
}

/** Where the pages that are not the last of their node end first. */
function earliest(offsets: readonly Schemas['ScrollResult']['next_page_offset'][]): string | undefined {
  return offsets.flatMap((offset) => (offset == null ? [] : [String(offset)])).sort()[0];
}

/** Ids below the bound that not every node has with the same seq. */
function compare(pages: readonly (readonly StoredPoint[])[], bound: string | undefined) {
  const seqs = new Map<string, number[]>();
  for (const points of pages) {
    for (const point of points) {
      const id = String(point.id);
      if (bound !== undefined && id >= bound) continue;
      seqs.set(id, [...(seqs.get(id) ?? []), seqOf(point)]);
    }
  }
  const differs = (of: readonly number[]) => of.length < pages.length || new Set(of).size > 1;
  return { found: seqs.size, differing: [...seqs].flatMap(([id, of]) => (differs(of) ? [id] : [])) };
}

/** Look again at points that differed, whole and from every node: a write under way has passed by now, or is met once more. */
async function repair({ points, dropped, name }: Work, stores: readonly PointsStore[], ids: readonly string[]) {
  const whole = { with_payload: true };
  const answers = await Promise.all(stores.map((store) => store.read(name, ids, whole)));
  const byId = answers.map((answer) => new Map(answer.map((point) => [String(point.id), point])));
  let repaired = 0;
  for (const id of ids) {
    const copies: Copies = byId.map((node) => node.get(id));
    const newest = copies.reduce((best, copy) => (copy ? newerOf(best, copy) : best), undefined);
    if (newest === undefined || copies.every((copy) => copy && seqOf(copy) === seqOf(newest))) continue;
    if (isOfDropped(newest, dropped)) await points.delete(name, { points: [id] });
    else await points.writeTogether(name, [toSamePoint(newest)]);
    repaired++;
  }
  return repaired;
}

/** Of a dropped service, what one copy has too many goes. */
function isOfDropped({ payload }: StoredPoint, dropped: ReadonlySet<string>): boolean {
  return dropped.has(String(payload?.[field.service] ?? payload?.[field.removedFrom] ?? ''));
}
