import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { ContractError, limits } from '@openfashion/contract';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { type Form, readForm } from './multipart.js';
import { UploadBudget } from './upload-budget.js';

const rules = {
  file: 'imageFile',
  maxFileBytes: 100,
  tooLarge: 'ImageTooLargeException',
  broken: 'InvalidFileError',
} as const;
const part = (disposition: string, value = '') =>
  `--b\r\nContent-Disposition: form-data${disposition}\r\n\r\n${value}\r\n`;
const end = '--b--\r\n';

afterEach(() => void vi.useRealTimers());

/** A request whose body is what is written to it. */
function open(contentType = 'multipart/form-data; boundary=b') {
  const body = Object.assign(new PassThrough(), { headers: { 'content-type': contentType } });
  const budget = new UploadBudget(200_000);
  const lease = budget.open();
  const form = readForm(body as unknown as IncomingMessage, {} as ServerResponse, rules, lease);
  form.catch(() => {});
  /** Whether so many bytes could be taken now. */
  const isFree = (bytes: number) => {
    try {
      budget.open().take(bytes);
      return true;
    } catch {
      return false;
    }
  };
  return { body, form, lease, isFree };
}
const read = (text: string) => {
  const { body, form } = open();
  body.end(text);
  return form;
};

test('fields in the order sent, and the one file', async () => {
  const text = `${part('; name=a', '1')}${part('; name="imageFile"; filename="x.jpg"', 'bytes')}${part('; name=a', '2')}${end}`;
  expect(await read(text)).toEqual({
    fields: [
      ['a', '1'],
      ['a', '2'],
    ],
    file: { filename: 'x.jpg', data: Buffer.from('bytes') },
  });
});

test.each([
  ['a field without a name', part('', 'x')],
  ['one that is too long as well', part('', 'x'.repeat(70_000))],
  ['a field whose name is empty', part('; name=""', 'x')],
  ['a file without a name', part('; filename="x.jpg"', 'x')],
])('%s breaks the body', async (_name, text) => {
  await expect(read(text + end)).rejects.toMatchObject({
    result: 'InvalidFileError',
    detail: 'body: every part must have a name',
  });
});

test.each([
  ['a body without its end', part('; name=a', '1')],
  ['a body with another boundary', `--c\r\n\r\n\r\n--c--\r\n`],
  ['a header that is none', `--b\r\nContent Disposition form-data\r\n\r\n${end}`],
])('%s is broken', async (_name, text) => {
  await expect(read(text)).rejects.toMatchObject({ result: 'InvalidFileError' });
});

test('a body that is not there within a minute is broken, however much of it is', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { body, form } = open();
  body.write(part('; name=a', '1'));
  await vi.advanceTimersByTimeAsync(limits.multipart.bodyMs - 1);
  body.write(part('; name=b', '2'));
  await vi.advanceTimersByTimeAsync(1);
  await expect(form).rejects.toMatchObject({
    result: 'InvalidFileError',
    detail: 'body: did not arrive within 60 s',
  });
});

test('what broke the body is the answer, whatever else comes with the same bytes', async () => {
  const file = part('; name="imageFile"; filename="x"', 'x'.repeat(101));
  await expect(read(part('', 'x') + file + end)).rejects.toMatchObject({ result: 'InvalidFileError' });
});

test('text counts as memory that uploads hold, until it is given back', async () => {
  const { body, form, lease, isFree } = open();
  body.end(`${part('; name=a', 'x'.repeat(60_000))}${part('; name=b', 'x'.repeat(60_000))}${end}`);
  await form;
  expect([isFree(80_000), isFree(1)]).toEqual([false, true]);
  lease.release();
  expect(isFree(190_000)).toBe(true);
  const four = Array.from({ length: 4 }, (_, index) => part(`; name=f${index}`, 'x'.repeat(60_000)));
  await expect(read(four.join('') + end)).rejects.toMatchObject({ name: 'Overloaded' });
});

test('any parts are read or refused for a reason of the contract', async () => {
  const likely = fc.constantFrom(
    ...['form-data', 'attachment', '; name="a"', '; name=', '; name="imageFile"; filename="x"'],
  );
  const odd = fc.constantFrom('"', ';', '\r\n', '\r\nContent-Type: text/plain; charset=x', '*=utf-8', '%', '\0', '가');
  const text = fc
    .array(fc.oneof(likely, odd, fc.string({ unit: 'binary' })), { maxLength: 8 })
    .map((all) => all.join(''));
  const size = fc.constantFrom(0, 0, 0, 101, 65_536, 65_537);
  const parts = fc.array(
    fc
      .tuple(text, text, size)
      .map(([head, value, more]) => `--b\r\nContent-Disposition: ${head}\r\n\r\n${value}${'x'.repeat(more)}\r\n`),
    { maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(parts, fc.constantFrom(end, '', '--b'), async (all, last) => {
      const outcome = await read(all.join('') + last).catch((error: unknown) => error);
      if (outcome instanceof ContractError || (outcome as Error).name === 'Overloaded') return;
      for (const [name, value] of (outcome as Form).fields) {
        expect([typeof name, typeof value]).toEqual(['string', 'string']);
      }
    }),
    { numRuns: 300 },
  );
});
