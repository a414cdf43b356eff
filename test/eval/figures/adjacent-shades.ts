/** Shades that people give either name, a charcoal as black, navy or grey: any two of a group are adjacent. */
const groups: readonly (readonly string[])[] = [
  ['black', 'navy', 'grey'],
  ['navy', 'blue'],
  ['blue', 'sky_blue'],
  ['white', 'beige'],
  ['beige', 'brown', 'khaki'],
  ['red', 'burgundy', 'pink'],
  ['red', 'orange'],
  ['orange', 'yellow'],
  ['green', 'khaki', 'mint'],
  ['purple', 'pink', 'burgundy'],
  ['grey', 'silver'],
  ['gold', 'yellow', 'beige'],
];

/** Whether two values of `color` are the same or adjacent. */
export const isAdjacentShade = (a: string, b: string): boolean =>
  a === b || groups.some((group) => group.includes(a) && group.includes(b));
