import { describe, expect, test } from 'vitest';
import { languages } from './requests/pictures.js';
import { taxonomy } from './taxonomy.js';

const ids = taxonomy.attributes.map(({ id }) => id);

test('twenty types, fifteen attributes, every id once', () => {
  expect(new Set(taxonomy.types.map(({ id }) => id)).size).toBe(20);
  expect(taxonomy.types).toHaveLength(20);
  expect(new Set(ids).size).toBe(15);
  expect(ids).toHaveLength(15);
});

test('what applies to a type is an attribute, and each attribute applies to some type', () => {
  const applying = taxonomy.types.flatMap(({ id }) => taxonomy.attributesOf(id));
  expect(new Set(applying)).toEqual(new Set(ids));
  expect(taxonomy.multiLabel.every((id) => ids.includes(id))).toBe(true);
});

test('an unknown type has no attributes', () => {
  expect(taxonomy.attributesOf('SPACESUIT')).toEqual([]);
});

describe('labels', () => {
  test('every value has one in each language, and no two values of an attribute share it', () => {
    for (const { id, values } of taxonomy.attributes) {
      for (const language of languages) {
        const labels = values.map((value) => taxonomy.label(id, value.id, language));
        expect(labels.every((label) => label.trim() !== '')).toBe(true);
        expect(new Set(labels).size, `${id} in ${language}`).toBe(values.length);
      }
    }
  });

  test('are those of the guide', () => {
    expect(taxonomy.label('category', 'blouse', 'ko')).toBe('블라우스');
    expect(taxonomy.label('category', 'blouse', 'en')).toBe('Blouse');
  });

  test('of what is no value are refused', () => {
    expect(() => taxonomy.label('category', 'spacesuit', 'en')).toThrow('the taxonomy has no category spacesuit');
  });
});
