import { type Backplane, type ObjectStore, type Records, records } from '@openfashion/backplane';
import { z } from 'zod';

const count = z.int().min(0);

/** The one change of models that a deployment may have under way: everything that is done follows from it. */
export const modelChangeSchema = z.object({
  /** Embedding id that every service is to have. */
  to: z.string(),
  /** What most services had when it began. */
  from: z.string(),
  /** From `ending` on no service is kept in two collections any more, and what is left of the change is deleted. */
  state: z.enum(['running', 'ending']),
  /** Services are switched as soon as they can be, without an operator. */
  automatic: z.boolean(),
  /** Nobody makes vectors of the old id any more: a service that was switched is not kept up in them. */
  oneWay: z.boolean(),
  startedAt: z.number(),
});
export type ModelChange = z.infer<typeof modelChangeSchema>;

/** How far the filling of a service's other collection has come. */
export const reembeddingSchema = z.object({
  /** Embedding ids of the collection that is read and of the one that is filled. */
  from: z.string(),
  to: z.string(),
  state: z.enum(['waiting', 'filling', 'complete']),
  /** Goes up with each attempt at what failed; only failures of the last round count. */
  round: count,
  /** Documents of `from`, and of `to`. */
  documents: count,
  done: count,
  /** Documents that cannot be re-embedded, once `complete` those that are missing in `to`. */
  failed: count,
  /** Mean share of the ten nearest of up to 100 products that both collections name. */
  agreement: z.number().exactOptional(),
  /** What of ours is down, while it is. */
  waitsFor: z.string().exactOptional(),
});
export type Reembedding = z.infer<typeof reembeddingSchema>;

/** A document that cannot be re-embedded. */
export const documentFailureSchema = z.object({
  productId: z.string(),
  imageUrl: z.string(),
  /** A result message of the contract's section 7, `NoDetectedFashionItems` or `InternalServerError`. */
  reason: z.string(),
});
export type DocumentFailure = z.infer<typeof documentFailureSchema>;

const failures = z.array(documentFailureSchema);
export const encodeFailures = (value: readonly DocumentFailure[]): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(value));
const decodeFailures = (data: Uint8Array): DocumentFailure[] =>
  failures.parse(JSON.parse(new TextDecoder().decode(data)));

/** What a model change stores on the backplane. */
export interface ModelChangeStores {
  /** `current` */
  readonly change: Records<ModelChange>;
  /** `<service>` */
  readonly reembeddings: Records<Reembedding>;
  /** `<service>/<round>/<number>`: some of a service's failures each. */
  readonly failures: ObjectStore;
}

export const currentChange = 'current';
export const failuresKey = (service: string, round: number) => `${service}/${round}/`;

export function openModelChangeStores(backplane: Backplane): ModelChangeStores {
  return {
    change: records(backplane.keyValue('model-change'), modelChangeSchema),
    reembeddings: records(backplane.keyValue('reembeddings'), reembeddingSchema),
    failures: backplane.objectStore('reembed-failures'),
  };
}

/** The failures of a round so far; one that was noted twice, before and after a crash, once. */
export async function readFailures(
  { failures: objects }: Pick<ModelChangeStores, 'failures'>,
  service: string,
  round: number,
): Promise<DocumentFailure[]> {
  const found = new Map<string, DocumentFailure>();
  for (const name of await objects.list(failuresKey(service, round))) {
    const data = await objects.get(name);
    for (const failure of data ? decodeFailures(data) : []) found.set(failure.productId, failure);
  }
  return [...found.values()];
}
