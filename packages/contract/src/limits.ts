const MB = 1_048_576;

/** Every number of the contract, in one place. Rule numbers are those of decisions.md. */
export const limits = {
  /** 4.1 */
  services: { perAppKey: 5, bodyBytes: 16 * 1024 },
  /** 4.3 */
  documents: { perService: 100_000 },
  /** 5.1 */
  search: { limit: { min: 1, max: 200 }, linkCharacters: 16_384 },
  /** 3.4 */
  filters: { values: 100, valueCharacters: 72 },
  /** 6.1 and 6.2: an item whose sides are both at most `unrecognisedSide` pixels is not recognised. */
  items: { max: 32, unrecognisedSide: 20 },
  /** 7.1, 7.3, 7.4 */
  pictures: {
    addressCharacters: 1000,
    bytes: 5 * MB,
    tagBytes: 1 * MB,
    indexingBytes: 20 * MB,
    pixels: 50_000_000,
    downloadMs: 3_000,
    redirects: 5,
    ports: { single: [80, 443], range: [10_000, 12_000] },
  },
  /** 5.9, 8.3 */
  multipart: { fields: 64, bodyMs: 60_000 },
  /** 7.5 */
  tag: { itemLimit: { min: 1, max: 4 } },
  /**
   * 8.1, 8.2, 8.3, 8.9, 8.11. `lineBytes` is ours: with every character of every field escaped, a line has 21 KB; three
   * times that leaves room for keys that are ignored (8.5), and what a line costs to parse stays at some milliseconds.
   */
  indexing: {
    fileBytes: 5 * MB,
    lines: 10_000,
    lineBytes: 64 * 1024,
    linkMs: 10_000,
    slotRenewMs: 10_000,
    slotExpiryMs: 30_000,
    filenameCharacters: 255,
    failures: 10_000,
    keptMonths: 6,
  },
  /** 8.5, in code points */
  document: { productId: 72, name: 256, category: 72, imageUrl: 1000, s: 72 },
  /** 8.10 */
  indexList: { limit: { min: 1, max: 100 }, window: 1000 },
} as const;
