import { describe, expect, test } from 'vitest';
import { limits } from '../limits.js';
import { readDataFile } from './data-file.js';
import { parseLine } from './product-line.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const enable = (more: object = {}) =>
  JSON.stringify({ productId: 'a', status: 'enable', name: 'n', imageUrl: 'http://a.kr/a.jpg', ...more });

describe('order of rule 8.1', () => {
  test.each([
    ['bytes before all else', new Uint8Array(limits.indexing.fileBytes + 1), 'ExceedDataSizeError'],
    ['an empty file', new Uint8Array(), 'NoDataError'],
    ['a BOM only', bytes('\uFEFF'), 'NoDataError'],
    ['a wrong first line before too many lines', bytes(`x\n${'{}\n'.repeat(10_001)}`), 'InvalidFileError'],
    ['a blank first line', bytes(`\n${enable()}`), 'InvalidFileError'],
    ['too many lines', bytes(`${enable()}\n`.repeat(10_001)), 'ExceedDataSizeError'],
  ])('%s', (_name, file, result) => {
    expect(() => readDataFile(file, 'jsonl')).toThrow(expect.objectContaining({ result }));
  });

  test('10,000 lines and a final line break are fine', () => {
    expect(readDataFile(bytes(`${enable()}\r\n`.repeat(10_000)), 'jsonl').lineCount).toBe(10_000);
  });
});

test('a line that is not UTF-8 fails alone', () => {
  const file = new Uint8Array([...bytes(`${enable()}\n`), 0xff, 0xfe, 0x0a, ...bytes(enable({ productId: 'c' }))]);
  const lines = readDataFile(file, 'jsonl').lines(0, 3);
  expect(lines.map(({ kind }) => kind)).toEqual(['enable', 'invalid', 'enable']);
});

describe('a line has at most 64 KiB, whatever is in it', () => {
  const long = (bytes: number) => {
    const line = enable({ productId: 'long', ignored: '' });
    return line.replace('"ignored":""', `"ignored":"${'x'.repeat(bytes - line.length)}"`);
  };
  test('one byte more makes it fail, and no other', () => {
    const text = [enable(), long(limits.indexing.lineBytes), long(limits.indexing.lineBytes + 1), enable()].join('\n');
    const lines = readDataFile(bytes(text), 'jsonl').lines(0, 4);
    expect(lines.map(({ kind }) => kind)).toEqual(['enable', 'enable', 'invalid', 'enable']);
    expect(lines[2]).toEqual({ kind: 'invalid', reason: 'InvalidLine', detail: 'must be at most 65536 bytes' });
  });
  test('a line of which every character is escaped fits', () => {
    const escaped = (length: number) => '\\ud83d\\udc57'.repeat(length);
    const [name, id] = [escaped(256), escaped(72)];
    const rest = ['category1Id', 'category2Id', 'category3Id', 's1', 's2'].map((key) => `"${key}":"${id}"`).join(',');
    const url = `http://a.kr/${escaped(988)}`;
    const line = `{"productId":"${id}","status":"enable","name":"${name}","imageUrl":"${url}",${rest}}`;
    expect(readDataFile(bytes(line), 'jsonl').lines(0, 1)[0]?.kind).toBe('enable');
    expect(line.length * 3).toBeLessThan(limits.indexing.lineBytes);
  });
  // Were they parsed, each would take most of a second.
  test('5 MB of nested brackets cost nothing', { timeout: 500 }, () => {
    const depth = limits.indexing.fileBytes / 2 - 500;
    const text = `${enable()}\n${'['.repeat(depth)}${']'.repeat(depth)}`;
    for (const format of ['jsonl', 'csv'] as const) {
      const first = format === 'csv' ? text.replace(enable(), 'a,disable,,,,,,,') : text;
      expect(readDataFile(bytes(first), format).lines(1, 2)[0]).toMatchObject({ kind: 'invalid' });
    }
  });
});

test('a blank line inside is a line that fails', () => {
  const file = readDataFile(bytes(`${enable()}\n\n${enable()}\n`), 'jsonl');
  expect(file.lines(0, 9).map(({ kind }) => kind)).toEqual(['enable', 'invalid', 'enable']);
});

test('an unclosed quote takes the rest of a CSV file as one record that fails, and nothing in it takes effect', () => {
  const file = readDataFile(bytes(`a,disable,,,,,,,\nb,disable,"x,,,,,,\nc,disable,,,,,,,`), 'csv');
  expect(file.lineCount).toBe(2);
  expect(file.lines(0, 9)).toEqual([
    { kind: 'disable', productId: 'a' },
    {
      kind: 'invalid',
      productId: 'b',
      reason: 'InvalidLine',
      detail: 'has a quote that does not fit RFC 4180',
    },
  ]);
});

test.each(['\n', ',""', '"', '""', 'a,",",\n', '",'])('5 MB of %j are read in linear time', (repeated) => {
  const first = 'a,disable,,,,,,,\n';
  const size = limits.indexing.fileBytes - first.length;
  const content = bytes(first + repeated.repeat(Math.floor(size / repeated.length)));
  const lineCount = () => {
    const file = readDataFile(content, 'csv');
    expect(file.lines(0, file.lineCount).filter(({ kind }) => kind !== 'invalid')).toHaveLength(1);
  };
  if (repeated.includes('\n')) expect(lineCount).toThrow(expect.objectContaining({ result: 'ExceedDataSizeError' }));
  else lineCount();
});

describe('fields (rule 8.5)', () => {
  test('empty fields are absent, unknown keys are ignored', () => {
    expect(parseLine(enable({ s1: '', category1Id: '7', price: 1 }), 'jsonl')).toEqual({
      kind: 'enable',
      product: { productId: 'a', name: 'n', imageUrl: 'http://a.kr/a.jpg', category1Id: '7' },
    });
  });

  test('a disable line needs its product id and status only', () => {
    expect(parseLine('{"productId":"a","status":"disable","name":7}', 'jsonl')).toEqual({
      kind: 'disable',
      productId: 'a',
    });
  });

  test.each([
    [{ productId: '' }, 'productId: must not be empty'],
    [{ productId: 'p'.repeat(73) }, 'productId: must be at most 72 characters'],
    [{ productId: 5 }, 'productId: must be a string'],
    [{ status: 'Enable' }, 'status: must be enable or disable'],
    [{ name: 'n'.repeat(257) }, 'name: must be at most 256 characters'],
    [{ category2Id: 2 }, 'category2Id: must be a string'],
    [{ s2: null }, 's2: must be a string'],
    [{ name: 'a\0' }, 'name: must not contain NUL'],
    [{ imageUrl: `http://a.kr/${'x'.repeat(1000)}` }, 'imageUrl: must be at most 1000 characters'],
  ])('%j fails', (more, detail) => {
    expect(parseLine(enable(more), 'jsonl')).toMatchObject({ kind: 'invalid', reason: 'InvalidLine', detail });
  });

  test('NUL makes a CSV line fail in any column', () => {
    expect(parseLine('a,disable,\0,,,,,,', 'csv')).toMatchObject({ kind: 'invalid', productId: 'a' });
  });

  test('lengths are code points', () => {
    expect(parseLine(enable({ productId: '👗'.repeat(72) }), 'jsonl')).toMatchObject({ kind: 'enable' });
    expect(parseLine(enable({ productId: '👗'.repeat(73) }), 'jsonl')).toMatchObject({ kind: 'invalid' });
  });

  test.each(['null', '[]', '"a"', '{}{}', '', ' ', '\uFEFF{}'])('%j is no line', (line) => {
    expect(parseLine(line, 'jsonl')).toMatchObject({ kind: 'invalid', reason: 'InvalidLine' });
  });

  test('a key that JSON gives an object’s prototype is a key like others', () => {
    expect(parseLine('{"productId":"a","status":"disable","__proto__":{"productId":"b"}}', 'jsonl')).toEqual({
      kind: 'disable',
      productId: 'a',
    });
  });

  test('a lone surrogate fails, a pair does not', () => {
    expect(parseLine(enable().replace('"n"', '"\\ud800"'), 'jsonl')).toMatchObject({
      detail: 'name: must not contain a lone surrogate',
    });
    expect(parseLine(enable().replace('"n"', '"\\ud83d\\udc57"'), 'jsonl')).toMatchObject({ kind: 'enable' });
  });

  test('a failed line names its product where it can be read', () => {
    expect(parseLine(enable({ name: '' }), 'jsonl')).toMatchObject({ productId: 'a' });
    expect(parseLine(enable({ productId: 1 }), 'jsonl')).not.toHaveProperty('productId');
    expect(parseLine('a,enable,n', 'csv')).toEqual({
      kind: 'invalid',
      productId: 'a',
      reason: 'InvalidLine',
      detail: 'must have 9 columns, has 3',
    });
    expect(parseLine('', 'csv')).not.toHaveProperty('productId');
  });

  test.each(['nonsense', 'ftp://a.kr/', 'http://u:p@a.kr/', 'file:///etc/passwd'])(
    'the address %s fails as an address',
    (imageUrl) => {
      expect(parseLine(enable({ imageUrl }), 'jsonl')).toMatchObject({
        reason: 'InvalidImageURLException',
        productId: 'a',
      });
    },
  );
});
