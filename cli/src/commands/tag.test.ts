import { expect, test } from 'vitest';
import { asTenant } from '../testing/as-tenant.js';

test('tags are a table per item, in the language asked for', async () => {
  const tags = [
    { attribute: 'category', labels: [{ label: '블라우스', score: 0.99663 }] },
    {
      attribute: 'detail',
      labels: [
        { label: '버튼', score: 0.94408 },
        { label: '포켓', score: 0.6 },
      ],
    },
  ];
  const item = { type: 'SHIRT', score: 0.93118, tags, center: [0.46, 0.34], b0: [0.1875, 0.0175], b1: [0.735, 0.665] };
  const cli = await asTenant(() => ({ data: { totalCount: 1, query: 'path=a&lang=ko', items: [item] } }));
  const { code, stdout } = await cli.run('tag', '--service', 'shop', 'http://a/b.jpg', '--lang', 'ko', '--items', '2');
  await cli.server.close();
  expect(code).toBe(0);
  expect(stdout).toBe(
    [
      'SHIRT 0.93118, from 18.8 %,1.8 % to 73.5 %,66.5 %',
      'attribute  label     score',
      'category   블라우스  0.99663',
      'detail     버튼      0.94408',
      '           포켓      0.60000',
      '',
    ].join('\n'),
  );
  expect([...(cli.server.requests[0]?.url.searchParams ?? [])]).toEqual([
    ['path', 'http://a/b.jpg'],
    ['lang', 'ko'],
    ['itemLimit', '2'],
  ]);
});
