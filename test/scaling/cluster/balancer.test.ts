import { Metadata } from '@grpc/grpc-js';
import type { Call } from '@openfashion/inference';
import { expect, test } from 'vitest';
import { callMetadata } from '../../../packages/inference/src/grpc/metadata.js';
import { Balancer, type Endpoint } from './balancer.js';

/** Replicas by their port; names are resolved again when the test says so. */
function cluster(...ports: number[]) {
  const there = new Set(ports);
  const waiting: (() => void)[] = [];
  const balancer = new Balancer({
    resolve: () => [...there].map((port): Endpoint => ({ host: '10.0.0.1', port })),
    accepts: (address) => there.has(Number(address.split(':')[1])),
    soon: (work) => void waiting.push(work),
  });
  return {
    there,
    balancer,
    resolve: () => {
      for (const work of waiting.splice(0)) work();
    },
    picks: (count: number) => Array.from({ length: count }, () => balancer.pick(new Metadata())),
  };
}
const address = (port: number) => `10.0.0.1:${port}`;

test('calls go round all replicas', () => {
  const { picks } = cluster(1, 2, 3);
  const picked = picks(9);
  for (const port of [1, 2, 3]) expect(picked.filter((one) => one === address(port))).toHaveLength(3);
});

test('a retry goes to another replica than the one that it met', () => {
  const { balancer } = cluster(1, 2);
  const call: Call = { lane: 'interactive', deadline: 0, signal: new AbortController().signal };
  for (let turn = 0; turn < 10; turn++) {
    expect(balancer.pick(callMetadata(call, address(1)))).toBe(address(2));
  }
});

test('a replica that stops is left at once, a new one found when the name is resolved again', () => {
  const { there, balancer, picks, resolve } = cluster(1, 2);
  there.delete(1);
  balancer.ended(address(1));
  expect(new Set(picks(4))).toEqual(new Set([address(2)]));
  there.add(3);
  expect(new Set(picks(4))).toEqual(new Set([address(2)]));
  resolve();
  expect(new Set(picks(4))).toEqual(new Set([address(2), address(3)]));
});

test('with no replica there is none to pick, until one comes', () => {
  const { there, picks, resolve } = cluster();
  expect(picks(1)).toEqual([undefined]);
  there.add(4);
  resolve();
  expect(picks(1)).toEqual([address(4)]);
});

test('a connection that ended for its age is made again, and the name looked up', () => {
  const { there, balancer, picks, resolve } = cluster(1);
  there.add(2);
  balancer.ended(address(1));
  expect(picks(1)).toEqual([address(1)]);
  resolve();
  expect(new Set(picks(4))).toEqual(new Set([address(1), address(2)]));
});
