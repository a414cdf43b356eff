import { oneOf, optional, readFields, required, text, wholeNumber } from '../fields.js';
import { limits } from '../limits.js';
import type { Parameters } from '../parameters.js';

const path = required(text(limits.pictures.addressCharacters), {
  description: 'Address of a picture',
  example: 'https://imagecdn.co.kr/sample_image.jpg',
});
const { min, max } = limits.tag.itemLimit;

/** Languages of labels. */
export const languages = ['en', 'ko', 'ja'] as const;
export type Language = (typeof languages)[number];

export const detectFields = { path };
export const tagFields = {
  path,
  lang: optional(oneOf(languages), { description: 'Language of the labels; en unless given', example: 'ko' }),
  itemLimit: optional(wholeNumber(min, max), {
    description: `How many items, the widest first, ${min} to ${max}; 1 unless given`,
    example: '3',
  }),
};

/** @throws ContractError InvalidParam naming what is wrong */
export function parseDetect(parameters: Parameters): { readonly path: string } {
  return readFields(detectFields, parameters);
}

/** @throws ContractError InvalidParam naming what is wrong */
export function parseTag(parameters: Parameters): {
  readonly path: string;
  readonly lang: Language;
  readonly itemLimit: number;
} {
  const { path: address, lang = 'en', itemLimit = min } = readFields(tagFields, parameters);
  return { path: address, lang, itemLimit };
}
