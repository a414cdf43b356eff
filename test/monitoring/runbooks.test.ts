import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alertRules } from '../../scripts/monitoring/alerts.js';
import { runbooks } from './runbooks.js';

const root = new URL('../../', import.meta.url);

test.each(alertRules)('$alert ($labels.severity) names a runbook that is about it', ({ alert, annotations }) => {
  expect(readFileSync(new URL(annotations.runbook, root), 'utf8')).toContain(`\`${alert}\``);
});

test('the index has every page, and every link of a page leads somewhere', () => {
  const index = runbooks.find(({ page }) => page === 'README.md')?.text ?? '';
  const pages = runbooks.map(({ page }) => page).filter((page) => page !== 'README.md');
  expect(pages.filter((page) => !index.includes(`(${page})`))).toEqual([]);
  const broken = runbooks.flatMap(({ page, text }) =>
    [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !existsSync(new URL(`docs/runbooks/${link}`, root)))
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});
