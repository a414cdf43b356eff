import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { monitoringFiles } from '../../scripts/monitoring/files.js';

const root = new URL('../../', import.meta.url);

test.each(Object.entries(monitoringFiles))('%s is what its source makes (npm run docs)', (path, content) => {
  expect(readFileSync(new URL(path, root), 'utf8')).toBe(content);
});

test('no dashboard lies there that no source makes', () => {
  const made = Object.keys(monitoringFiles).filter((path) => path.startsWith('deploy/monitoring/dashboards/'));
  const there = readdirSync(new URL('deploy/monitoring/dashboards/', root));
  expect(there.map((name) => `deploy/monitoring/dashboards/${name}`).toSorted()).toEqual(made.toSorted());
});
