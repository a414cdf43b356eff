import { type FieldValues, oneOf, optional, readFields, required, text, wholeNumber } from '../fields.js';
import { limits } from '../limits.js';
import type { Parameters } from '../parameters.js';

const path = required(text(limits.pictures.addressCharacters), {
  description: 'Address of a picture',
  example: 'https://imagecdn.co.kr/sample_image.jpg',
});

/** Languages of labels. */
export const languages = ['en', 'ko', 'ja'] as const;
export type Language = (typeof languages)[number];

export const detectFields = { path };
export const tagFields = {
  path,
  lang: {
    ...optional(oneOf(languages), { description: 'Language of the labels', example: 'ko' }),
    default: 'en' as const,
  },
  itemLimit: {
    ...optional(wholeNumber(limits.tag.itemLimit), { description: 'How many items, the widest first', example: 3 }),
    default: 1,
  },
};

/** @throws ContractError InvalidParam naming what is wrong */
export function parseDetect(parameters: Parameters): FieldValues<typeof detectFields> {
  return readFields(detectFields, parameters);
}

/** @throws ContractError InvalidParam naming what is wrong */
export function parseTag(parameters: Parameters): FieldValues<typeof tagFields> {
  return readFields(tagFields, parameters);
}
