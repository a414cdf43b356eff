import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Entry, KeyValue } from './port.js';
import { records } from './records.js';

const entry = (key: string, value: unknown, revision: number): Entry => ({
  key,
  value: new TextEncoder().encode(JSON.stringify(value)),
  revision,
});

test('a list decodes an entry once for as long as the bucket hands out the same one', async () => {
  let decoded = 0;
  const shape = z.object({ n: z.number().transform((n) => n + decoded++) });
  let entries = [entry('a', { n: 1 }, 1), entry('b', { n: 2 }, 2)];
  const bucket = { list: async () => entries } as Partial<KeyValue> as KeyValue;
  const listed = records(bucket, shape);

  const first = await listed.list('');
  expect(await listed.list('')).toEqual(first);
  expect(decoded).toBe(2);

  entries = [entry('a', { n: 10 }, 3), ...entries.slice(1)];
  const [a, b] = await listed.list('');
  expect(a).toEqual({ key: 'a', value: { n: 12 }, revision: 3 });
  expect(b).toBe(first[1]);
});
