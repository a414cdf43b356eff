import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ContractError } from '@openfashion/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Form, type FormRules, readForm } from './multipart.js';
import { UploadBudget } from './upload-budget.js';

const rules: FormRules = {
  file: 'file',
  maxFileBytes: 100_000,
  tooLarge: 'ImageTooLargeException',
  broken: 'InvalidFileError',
};
const boundary = 'b';
const budget = new UploadBudget(10_000_000);
let server: Server;
let address: string;
let read: Promise<Form>;

beforeAll(async () => {
  server = createServer((req: IncomingMessage, res: ServerResponse) => {
    read = readForm(req, res, rules, budget.open());
    const answer = () => res.setHeader('Connection', 'close').end();
    read.then(answer, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What becomes of a body. A body is small, so that its sender always gets to send it whole. */
async function form(body: string | Uint8Array): Promise<Form> {
  await fetch(address, {
    method: 'POST',
    body,
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
  });
  return read;
}
const part = (head: string, value: string) => `--${boundary}\r\nContent-Disposition: ${head}\r\n\r\n${value}\r\n`;
const end = `--${boundary}--\r\n`;

test('fields are read in the order sent, beside the one file', async () => {
  const body = part('form-data; name="b"', '1') + part('form-data; name="가"', '상') + part('form-data; name="b"', '');
  const file = part('form-data; name="file"; filename="a.csv"', 'x');
  expect(await form(body + file + end)).toEqual({
    fields: [
      ['b', '1'],
      ['가', '상'],
      ['b', ''],
    ],
    file: { filename: 'a.csv', data: Buffer.from('x') },
  });
});

test.each(['form-data', 'form-data; name=""', 'form-data; name'])(
  'a part without a name (%s) is ignored',
  async (head) => {
    for (const value of ['', 'a', 'x'.repeat(70_000)]) {
      expect(await form(part(head, value) + part('form-data; name="a"', '1') + end)).toEqual({ fields: [['a', '1']] });
    }
  },
);

test('a file without a name counts as the one file that a form may have, and its limit holds', async () => {
  const nameless = (size: number) => part('form-data; filename="a"', 'x'.repeat(size));
  expect(await form(nameless(10) + end)).toEqual({ fields: [] });
  await expect(form(nameless(100_001) + end)).rejects.toThrow('body: must be at most 100000 bytes');
});

test('any parts are read or refused for a reason of the contract', async () => {
  const likely = fc.constantFrom('form-data', 'attachment', '; name="file"', '; name="a"', '; name=', '; filename="x"');
  const odd = fc.constantFrom('"', ';', '\r\n', '\r\nContent-Type: text/plain; charset=x', '*=utf-8', '%', '\0', '가');
  const text = fc
    .array(fc.oneof(likely, odd, fc.string({ unit: 'binary' })), { maxLength: 8 })
    .map((all) => all.join(''));
  const size = fc.constantFrom(0, 0, 0, 65_536, 65_537, 100_001);
  const parts = fc.array(
    fc.tuple(text, text, size).map(([head, value, more]) => part(head, value + 'x'.repeat(more))),
    { maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(parts, fc.constantFrom(end, '', `--${boundary}`), async (all, last) => {
      const outcome = await form(all.join('') + last).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ContractError);
      else
        for (const [name, value] of (outcome as Form).fields)
          expect([typeof name, typeof value]).toEqual(['string', 'string']);
    }),
    { numRuns: 300 },
  );
});
