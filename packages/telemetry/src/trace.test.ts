import { expect, test } from 'vitest';
import { continueTrace } from './trace.js';

test('a valid traceparent is continued under a new hop', () => {
  const trace = continueTrace('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
  expect(trace.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  expect(trace.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$/);
});

test.each([
  undefined,
  '',
  'nonsense',
  '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
  'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
])('%s begins a trace of its own', (header) => {
  expect(continueTrace(header).traceId).not.toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  expect(continueTrace(header).traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
});
