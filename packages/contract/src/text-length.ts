/** Whether a text has more than `max` characters, counted as code points (rule 8.5). */
export function isLongerThan(text: string, max: number): boolean {
  // A code point has one or two units: only what lies between is counted, so that no huge text is spread out.
  if (text.length <= max) return false;
  return text.length > 2 * max || [...text].length > max;
}
