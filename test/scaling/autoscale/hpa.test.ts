import { describe, expect, test } from 'vitest';
import { Hpa, type HpaOptions, proposal } from './hpa.js';
import { Activation } from './keda.js';

const second = 1_000;
const options: HpaOptions = {
  min: 2,
  max: 20,
  up: { stabilization: 0, policies: [{ type: 'Percent', value: 100, period: 60 * second }] },
  down: { stabilization: 300 * second, policies: [{ type: 'Percent', value: 50, period: 60 * second }] },
};
const total = (value: number) => [{ kind: 'averageValue', total: value, target: 10 } as const];

describe('what one metric asks for', () => {
  test('the documentation’s example: 200m where 100m are wanted doubles, 50m halves', () => {
    expect(proposal({ kind: 'utilization', values: [2, 2], target: 1 }, 2, 2)).toBe(4);
    expect(proposal({ kind: 'utilization', values: [0.5, 0.5], target: 1 }, 2, 2)).toBe(1);
  });
  test('a tenth more or less changes nothing', () => {
    expect(proposal({ kind: 'averageValue', total: 43, target: 10 }, 4, 4)).toBe(4);
    expect(proposal({ kind: 'averageValue', total: 45, target: 10 }, 4, 4)).toBe(5);
    expect(proposal({ kind: 'value', value: 109, target: 100 }, 4, 4)).toBe(4);
  });
  test('a percentile multiplies the pods that are ready', () => {
    expect(proposal({ kind: 'value', value: 300, target: 100 }, 4, 2)).toBe(6);
  });
  test('pods that start count as idle, and never turn up into down', () => {
    expect(proposal({ kind: 'utilization', values: [0.9, 0.9], target: 0.5 }, 3, 2)).toBe(4);
    expect(proposal({ kind: 'utilization', values: [0.9], target: 0.5 }, 4, 1)).toBe(4);
  });
});

describe('over time', () => {
  test('up at once, but no more than doubled in a minute', () => {
    const hpa = new Hpa(options);
    expect(hpa.decide(0, 2, 2, total(150))).toBe(4);
    expect(hpa.decide(15 * second, 4, 4, total(150))).toBe(4);
    expect(hpa.decide(61 * second, 4, 4, total(150))).toBe(8);
  });
  test('down only to the most that was wanted in the last five minutes, and by half a minute', () => {
    const hpa = new Hpa(options);
    expect(hpa.decide(0, 20, 20, total(150))).toBe(15);
    for (let at = 15; at < 300; at += 15) expect(hpa.decide(at * second, 15, 15, total(20))).toBe(15);
    expect(hpa.decide(300 * second, 15, 15, total(20))).toBe(7);
    expect(hpa.decide(315 * second, 7, 7, total(20))).toBe(7);
    expect(hpa.decide(361 * second, 7, 7, total(20))).toBe(3);
  });
  test('the metric that asks for most decides; without any nothing changes; bounds hold', () => {
    const hpa = new Hpa(options);
    expect(hpa.decide(0, 4, 4, [...total(10), { kind: 'value', value: 150, target: 100 }])).toBe(6);
    expect(hpa.decide(15 * second, 6, 6, [])).toBe(6);
    expect(new Hpa(options).decide(0, 18, 18, total(10_000))).toBe(20);
  });
});

test('from none by what waits, to none after the cooldown', () => {
  const activation = new Activation({ pollingInterval: 30 * second, cooldownPeriod: 300 * second });
  expect(activation.poll(0, 0, 0)).toBe(0);
  expect(activation.poll(30 * second, 0, 5)).toBe(1);
  expect(activation.poll(60 * second, 3, 0)).toBe(3);
  expect(activation.poll(329 * second, 1, 0)).toBe(1);
  expect(activation.poll(330 * second, 1, 0)).toBe(0);
});
