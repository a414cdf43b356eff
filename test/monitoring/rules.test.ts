import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { alertRules } from '../../scripts/monitoring/alerts.js';
import { promtool, promtoolVersion } from './promtool.js';

const folder = new URL('../../deploy/monitoring/rules/tests/', import.meta.url);
const files = readdirSync(folder);

const check = z.object({
  alertname: z.string(),
  exp_alerts: z.array(z.object({ exp_labels: z.object({ severity: z.string() }) })),
});
const ruleTests = z.object({ tests: z.array(z.object({ alert_rule_test: z.array(check) })) });
const checks = files.flatMap((file) =>
  ruleTests.parse(parse(readFileSync(new URL(file, folder), 'utf8'))).tests.flatMap((one) => one.alert_rule_test),
);

test.each(alertRules)('$alert ($labels.severity) has a test in which it fires and one in which it does not', (rule) => {
  const own = checks.filter(({ alertname }) => alertname === rule.alert);
  const fired = own.map(({ exp_alerts }) =>
    exp_alerts.some(({ exp_labels }) => exp_labels.severity === rule.labels.severity),
  );
  expect(fired).toContain(true);
  expect(fired).toContain(false);
});

const needsPromtool =
  promtoolVersion === undefined
    ? ' (SKIPPED: no promtool on this machine; scripts/monitoring-tools.sh builds one)'
    : `, by promtool ${promtoolVersion}`;

test.skipIf(promtoolVersion === undefined)(`the rules are rules${needsPromtool}`, () => {
  const { code, said } = promtool('check', 'rules', '--lint=all', '--lint-fatal', 'openfashion.yaml');
  expect(said).toContain('SUCCESS');
  expect(code, said).toBe(0);
});

test.skipIf(promtoolVersion === undefined)(`the example of what to scrape is a configuration${needsPromtool}`, () => {
  const { code, said } = promtool('check', 'config', '../prometheus.yaml');
  expect(code, said).toBe(0);
});

/** Days of samples every minute are worked through, by one process beside others. */
const patience = 180_000;

test.skipIf(promtoolVersion === undefined).each(files)(
  `%s${needsPromtool}`,
  (file) => {
    const { code, said } = promtool('test', 'rules', `tests/${file}`);
    expect(code, said).toBe(0);
  },
  patience,
);
