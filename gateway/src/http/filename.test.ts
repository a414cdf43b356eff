import { expect, test } from 'vitest';
import { filenameOfLink, filenameOfUpload } from './filename.js';

test.each([
  ['products.jsonl', 'products.jsonl'],
  ['/home/user1/products.jsonl', 'products.jsonl'],
  ['C:\\Users\\me\\상품.csv', '상품.csv'],
  ['../../etc/passwd', 'passwd'],
  ['', ''],
])('an upload named %s is shown as %s', (name, shown) => {
  expect(filenameOfUpload(name)).toBe(shown);
});

test.each([
  ['https://cdn.example/a/202106251000_product.jsonl?x=/y', '202106251000_product.jsonl'],
  ['https://cdn.example/%EC%83%81%ED%92%88.csv', '상품.csv'],
  ['https://cdn.example/a%2Fb.csv', 'b.csv'],
  ['https://cdn.example/%ff.csv', '%ff.csv'],
  ['https://cdn.example', ''],
])('the link %s gives %s', (link, shown) => {
  expect(filenameOfLink(link)).toBe(shown);
});

test('a name has at most 255 characters, none cut in half', () => {
  expect([...filenameOfUpload('👗'.repeat(300))]).toHaveLength(255);
});
