import type { CatalogDocument, Collection, VectorQuery, Write } from './port.js';

const maxBatch = 1_000;
/** What 100,000 documents of may still be addressed in one memory. */
const maxDimension = 8_192;

/** The checks of what callers hand over: a failure is a mistake of theirs, thrown as a RangeError before anything is done. */
export function checkCollection({ embedding, dimension }: Collection): void {
  if (!Number.isInteger(dimension) || dimension < 1 || dimension > maxDimension) {
    throw new RangeError(`the collection ${embedding} must have 1 to ${maxDimension} dimensions, not ${dimension}`);
  }
}

export function checkBatch(batch: readonly Write[], dimension: number): void {
  if (batch.length > maxBatch) {
    throw new RangeError(`a batch has at most ${maxBatch} writes, this has ${batch.length}`);
  }
  for (const write of batch) {
    if (!Number.isSafeInteger(write.seq) || write.seq < 0) throw new RangeError(`no seq: ${write.seq}`);
    if (write.kind === 'remove') checkText('productId', write.productId);
    else checkDocument(write.document, dimension);
  }
}

export function checkQuery({ vector, limit }: VectorQuery, dimension: number): void {
  checkVector(vector, dimension);
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`limit must be a positive integer, not ${limit}`);
}

function checkDocument(document: CatalogDocument, dimension: number): void {
  checkVector(document.vector, dimension);
  for (const [field, value] of Object.entries(document)) if (typeof value === 'string') checkText(field, value);
  if (document.productId === '') throw new RangeError('productId must not be empty');
}

function checkVector(vector: Float32Array, dimension: number): void {
  if (vector.length !== dimension) {
    throw new RangeError(`a vector has ${dimension} dimensions, this has ${vector.length}`);
  }
  if (!vector.every(Number.isFinite)) throw new RangeError('a vector must be finite numbers');
}

/** Stores cut text at a NUL, and change or refuse a lone surrogate. */
function checkText(field: string, value: string): void {
  if (/[\0\p{Surrogate}]/u.test(value)) throw new RangeError(`${field} has a NUL or half a surrogate pair`);
}
