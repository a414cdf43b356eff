import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Language } from './requests/pictures.js';

const named = z.object({ id: z.string(), en: z.string(), ko: z.string(), ja: z.string() });
const schema = z.object({
  types: z.array(named.extend({ part: z.string(), attributes: z.array(z.string()) })),
  multiLabel: z.array(z.string()),
  attributes: z.array(z.object({ id: z.string(), values: z.array(named) })),
});

const { types, attributes, multiLabel } = schema.parse(
  JSON.parse(readFileSync(new URL('./taxonomy.json', import.meta.url), 'utf8')),
);
const labels = new Map(
  attributes.flatMap(({ id, values }) => values.map((value) => [`${id} ${value.id}`, value] as const)),
);

/** Item types and the fifteen attributes with their labels (taxonomy.json). */
export const taxonomy = {
  types,
  attributes,
  /** Attributes that may carry several labels; the others carry one. */
  multiLabel,
  /** The attributes that apply to an item type, in the contract's order. */
  attributesOf: (type: string): readonly string[] => types.find(({ id }) => id === type)?.attributes ?? [],
  /** A label in one language. @throws Error for an attribute or value that is none */
  label(attribute: string, value: string, language: Language): string {
    const found = labels.get(`${attribute} ${value}`);
    if (found === undefined) throw new Error(`the taxonomy has no ${attribute} ${value}`);
    return found[language];
  },
};
