/** What an iterable gives, so many at a time. */
export async function* batchesOf<One>(all: AsyncIterable<One>, size: number): AsyncIterable<One[]> {
  let batch: One[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
