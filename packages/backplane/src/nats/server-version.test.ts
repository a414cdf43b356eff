import { expect, test } from 'vitest';
import { durabilityWarning, expiresMessages } from './server-version.js';

test('a server older than 2.10 is warned of: its acknowledged writes do not survive a power failure', () => {
  for (const version of ['2.9.10', '2.9.25-beta.1', '1.4.0']) {
    expect(durabilityWarning(version)).toMatch(
      /^NATS \S+ is older than 2\.10 and does not know "sync_interval: always": .* crash of its process, but not a power failure$/,
    );
  }
  for (const version of ['2.10.0', '2.15.1', 'v2.12.0-RC.3', '3.0.0'])
    expect(durabilityWarning(version)).toBeUndefined();
});

test('messages expire by themselves from 2.11 on', () => {
  expect(['2.9.10', '2.10.29', '2.11.0', '2.15.1', '3.0.1'].map(expiresMessages)).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
});
