import type { CatalogDocument } from '@openfashion/catalog';
import { type Header, lineParser, longestLine, parseHeader } from './format.js';
import { type Line, readLines } from './lines.js';
import { TransferError, wrongLine } from './transfer-error.js';

/** An exported service as it is being read. */
export interface Transfer {
  readonly header: Header;
  /** To be iterated once. */
  readonly batches: AsyncIterable<readonly CatalogDocument[]>;
}

export interface Bounds {
  /** Documents of one batch. */
  readonly batch: number;
  /** Documents of the file. */
  readonly documents: number;
}

/**
 * Read a file's header, then its documents in batches.
 * @throws TransferError naming line and field: what is no such file, has more documents than may be, a product twice, or no end
 */
export async function readTransfer(file: AsyncIterable<Uint8Array>, bounds: Bounds): Promise<Transfer> {
  const lines = readLines(file, longestLine);
  try {
    const first = await lines.next();
    if (first.done) throw new TransferError('the file is empty');
    const header = parseHeader(first.value);
    if (header.documents > bounds.documents) {
      throw new TransferError(
        `a service holds ${bounds.documents} documents at most, the file has ${header.documents}`,
      );
    }
    return { header, batches: readBatches(lines, header, bounds) };
  } catch (error) {
    await lines.return(undefined);
    throw error;
  }
}

async function* readBatches(
  lines: AsyncGenerator<Line>,
  header: Header,
  bounds: Bounds,
): AsyncGenerator<readonly CatalogDocument[]> {
  const parse = lineParser(header.dimension);
  /** Line of each product. */
  const seen = new Map<string, number>();
  let batch: CatalogDocument[] = [];
  let end: number | undefined;
  for await (const line of lines) {
    if (end !== undefined) throw wrongLine(line.number, 'stands behind the end');
    const parsed = parse(line);
    if (!('productId' in parsed)) {
      if (parsed.end !== seen.size)
        throw wrongLine(line.number, `documents: ${parsed.end}, but the file has ${seen.size}`);
      end = line.number;
      continue;
    }
    const { productId } = parsed;
    const earlier = seen.get(productId);
    if (earlier !== undefined) throw wrongLine(line.number, `productId: ${productId} is on line ${earlier} too`);
    if (seen.size === bounds.documents)
      throw wrongLine(line.number, `a service holds ${bounds.documents} documents at most`);
    seen.set(productId, line.number);
    batch.push(parsed);
    if (batch.length < bounds.batch) continue;
    yield batch;
    batch = [];
  }
  if (end === undefined) throw new TransferError(`the file was cut short: it has no end after ${seen.size} documents`);
  if (batch.length > 0) yield batch;
}
