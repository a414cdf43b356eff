const startOfScan = 0xda;
const endOfImage = 0xd9;

/** Markers that no length follows: stuffing, TEM, RST0–RST7 and SOI (ITU-T T.81, table B.1). */
const standsAlone = (marker: number) => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/**
 * Whether a JPEG has more than `most` scans. Each passes over all of the picture's pixels and may be a few bytes long,
 * so that a small file can cost minutes: 882 scans of 49 megapixels, 183 KB, took 14 s. Counting ends with the picture.
 */
export function hasMoreScans(jpeg: Uint8Array, most: number): boolean {
  let scans = 0;
  // Byte by byte: a call for each marker would take longer where a file is nothing but markers.
  for (let at = 0; at < jpeg.length; ) {
    if (jpeg[at] !== 0xff) {
      at += 1;
      continue;
    }
    const marker = jpeg[at + 1] ?? endOfImage;
    if (marker === endOfImage) return false;
    if (marker === startOfScan && ++scans > most) return true;
    // 0xff before a marker is a fill byte.
    if (marker === 0xff) at += 1;
    else at += 2 + (standsAlone(marker) ? 0 : (jpeg[at + 2] ?? 0) * 256 + (jpeg[at + 3] ?? 0));
  }
  return false;
}
