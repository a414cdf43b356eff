import { expect, test } from 'vitest';
import { createLogger } from './logger.js';

test('credentials never reach a log line', () => {
  const lines: string[] = [];
  const logger = createLogger({ name: 'test', level: 'info', stream: { write: (line) => void lines.push(line) } });
  logger.info(
    { authorization: 'hush-1', req: { headers: { authorization: 'hush-2' } }, key: { secretKey: 'hush-3' } },
    'x',
  );
  expect(lines.join('')).not.toContain('hush');
  expect(lines.join('')).toContain('[secret]');
});
