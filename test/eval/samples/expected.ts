/**
 * Item types that are right or plausible for each kind of the sample catalogue: upper garments shade into each other
 * (an open cardigan is a jacket to one eye and a knit to another), the rest must be what it is.
 */
export const expectedTypes: Readonly<Record<string, readonly string[]>> = {
  tshirt: ['TOP', 'KNIT', 'SHIRT'],
  'tank-top': ['TOP', 'KNIT', 'VEST', 'SHIRT'],
  shirt: ['SHIRT', 'TOP', 'KNIT'],
  sweater: ['KNIT', 'TOP'],
  cardigan: ['CARDIGAN', 'KNIT', 'JACKET', 'SHIRT'],
  vest: ['VEST', 'KNIT', 'TOP', 'SHIRT', 'JACKET'],
  jacket: ['JACKET', 'COAT', 'CARDIGAN', 'SHIRT'],
  coat: ['COAT', 'JACKET'],
  dress: ['DRESS', 'JUMPSUIT'],
  skirt: ['SKIRT'],
  trousers: ['PANTS'],
  shorts: ['SHORTS'],
  sneakers: ['SHOES'],
  boots: ['SHOES'],
  heels: ['SHOES'],
  loafers: ['SHOES'],
  sandals: ['SHOES'],
  handbag: ['BAG'],
  backpack: ['BAG'],
  hat: ['HAT'],
  belt: ['BELT'],
  glasses: ['GLASSES'],
  scarf: ['SCARF'],
};

/** Colour words of the catalogue that one would call by one name across a room. */
const families: Readonly<Record<string, readonly string[]>> = {
  white: ['white', 'cream'],
  beige: ['beige', 'camel'],
  brown: ['brown', 'tan'],
  black: ['black', 'charcoal'],
  grey: ['grey', 'silver'],
  blue: ['navy', 'blue', 'sky', 'denim', 'indigo'],
  green: ['teal', 'mint', 'green', 'olive'],
  yellow: ['yellow', 'mustard', 'gold'],
  red: ['red', 'burgundy', 'coral', 'orange'],
  pink: ['pink', 'fuchsia'],
  purple: ['lavender', 'purple'],
};

export function colourFamily(colour: string): string {
  const found = Object.entries(families).find(([, words]) => words.includes(colour));
  if (found === undefined) throw new Error(`no family for the colour ${colour}`);
  return found[0];
}
