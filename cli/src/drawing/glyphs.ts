/**
 * Letters of five by seven dots, so that labels look the same on machines without any font. Each row is five bits,
 * the leftmost dot first.
 */
const rows: Readonly<Record<string, string>> = {
  A: '0e 11 11 1f 11 11 11',
  B: '1e 11 11 1e 11 11 1e',
  C: '0e 11 10 10 10 11 0e',
  D: '1e 11 11 11 11 11 1e',
  E: '1f 10 10 1e 10 10 1f',
  F: '1f 10 10 1e 10 10 10',
  G: '0e 11 10 17 11 11 0f',
  H: '11 11 11 1f 11 11 11',
  I: '0e 04 04 04 04 04 0e',
  J: '07 02 02 02 02 12 0c',
  K: '11 12 14 18 14 12 11',
  L: '10 10 10 10 10 10 1f',
  M: '11 1b 15 15 11 11 11',
  N: '11 19 15 13 11 11 11',
  O: '0e 11 11 11 11 11 0e',
  P: '1e 11 11 1e 10 10 10',
  Q: '0e 11 11 11 15 12 0d',
  R: '1e 11 11 1e 14 12 11',
  S: '0f 10 10 0e 01 01 1e',
  T: '1f 04 04 04 04 04 04',
  U: '11 11 11 11 11 11 0e',
  V: '11 11 11 11 11 0a 04',
  W: '11 11 11 15 15 1b 11',
  X: '11 11 0a 04 0a 11 11',
  Y: '11 11 0a 04 04 04 04',
  Z: '1f 01 02 04 08 10 1f',
  0: '0e 11 13 15 19 11 0e',
  1: '04 0c 04 04 04 04 0e',
  2: '0e 11 01 02 04 08 1f',
  3: '0e 11 01 06 01 11 0e',
  4: '02 06 0a 12 1f 02 02',
  5: '1f 10 1e 01 01 11 0e',
  6: '06 08 10 1e 11 11 0e',
  7: '1f 01 02 04 08 08 08',
  8: '0e 11 11 0e 11 11 0e',
  9: '0e 11 11 0f 01 02 0c',
  '.': '00 00 00 00 00 0c 0c',
  '-': '00 00 00 1f 00 00 00',
  _: '00 00 00 00 00 00 1f',
  ' ': '00 00 00 00 00 00 00',
  '?': '0e 11 01 02 04 00 04',
};

export const glyph = { width: 5, height: 7, advance: 6 } as const;

/** The dots of a letter, as column and row; any letter without a drawing is a question mark. */
export function dots(letter: string): readonly (readonly [number, number])[] {
  const drawing = rows[letter.toUpperCase()] ?? rows['?'] ?? '';
  return drawing
    .split(' ')
    .flatMap((bits, row) =>
      Array.from({ length: glyph.width }, (_, column) => [column, row] as const).filter(
        ([column]) => (Number.parseInt(bits, 16) >> (glyph.width - 1 - column)) & 1,
      ),
    );
}
