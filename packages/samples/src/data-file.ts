import { sampleProducts } from './samples.js';

/**
 * The data file with which the catalogue is indexed (rule 8.5): JSONL, one `enable` line per product, one line break
 * at the end. `baseUrl` is where the pictures are served, without a slash at its end: `http://127.0.0.1:8080`.
 */
export function sampleDataFile(baseUrl: string): string {
  const lines = sampleProducts().map(({ productId, name, category1Id, category2Id, category3Id, s1, s2, file }) =>
    JSON.stringify({
      productId,
      status: 'enable',
      name,
      category1Id,
      category2Id,
      category3Id,
      imageUrl: `${baseUrl}/samples/${file}`,
      s1,
      s2,
    }),
  );
  return `${lines.join('\n')}\n`;
}
