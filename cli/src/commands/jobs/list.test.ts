import { expect, test } from 'vitest';
import { asTenant } from '../../testing/as-tenant.js';

const job = {
  id: '24bb94b3-8a6b-488e-b038-4f6038da2596',
  serviceName: 'shop',
  filename: 'products.csv',
  status: 'reserved',
  requestedTime: 1_700_000_000,
  startTime: null,
  finishTime: null,
  addedCount: 0,
  updatedCount: 0,
  deletedCount: 0,
  failedCount: 0,
  exceededCount: 0,
  totalCount: 1_200,
};

test('jobs are listed as asked, and the list says how many more there are', async () => {
  const cli = await asTenant(() => ({ data: { total: 31, items: [job] } }));
  const args = ['--status', 'reserved,running', '--limit', '1', '--start', '30', '--order', 'startTime:asc'];
  const { code, stdout } = await cli.run('jobs', 'list', '--service', 'shop', ...args);
  await cli.server.close();
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^id +status +file +requested +lines +done +failed +exceeded\n24bb94b3-\S+ +reserved +products\.csv +2023-11-1\d \S+ +1200 +0 +0 +0\n1 of 31\n$/,
  );
  expect([...(cli.server.requests[0]?.url.searchParams ?? [])]).toEqual([
    ['start', '30'],
    ['limit', '1'],
    ['order', 'startTime:asc'],
    ['statuses', 'reserved,running'],
  ]);
});
