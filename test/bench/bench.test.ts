import { expect, test } from 'vitest';
import { parts } from './parts.js';
import { Section } from './report.js';

// The short form of `npm run bench`: figures of a moment say nothing, but every part must come to one.
const scale = { rounds: 1, documents: [300], milliseconds: 300 };
const { inference: _ofItsOwnLength, ...short } = parts;

test.for(Object.entries(short))(
  '%s measures the product beside the plain way',
  { timeout: 120_000 },
  async ([name, part]) => {
    const section = new Section(name);
    await part(section, scale);
    const rows = section.markdown.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.length).toBeGreaterThan(2);
    expect(section.markdown).toMatch(/\d/);
    expect(section.markdown).not.toMatch(/NaN|undefined|Infinity/);
  },
);
