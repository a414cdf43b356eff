import { setTimeout as delay } from 'node:timers/promises';
import { Unavailable } from '@openfashion/contract';
import { checkName } from '../bounds.js';
import { named } from '../named.js';
import type { Backplane } from '../port.js';
import { Calls } from './calls.js';
import { openConnection, pauseBefore } from './connect.js';
import { Copies } from './copies.js';
import { NatsKeyValue } from './key-value.js';
import { NatsObjectStore } from './object-store.js';
import type { NatsOptions } from './options.js';
import { expiresMessages } from './server-version.js';
import { Upkeep } from './upkeep.js';
import { NatsWorkQueue } from './work-queue.js';

export type { NatsEvent, NatsOptions, NatsTls } from './options.js';

/**
 * Open the backplane that processes of several machines share: streams of NATS JetStream, each made when it is first used.
 * Resolves once JetStream answers, however long that takes, unless the signal is aborted; `observe` hears of the waiting.
 * @throws Error naming the setting when an address, a file or the credentials are wrong; Unavailable when it was aborted
 */
export async function openNatsBackplane(options: NatsOptions): Promise<Backplane> {
  const { prefix = 'openfashion', replicas = 1, timeout = 5_000, observe = () => {} } = options;
  checkName(prefix);
  const connection = await openConnection(options);
  const calls = await Calls.over(connection, timeout);
  await jetStreamAnswers(calls, options);

  const copies = new Copies();
  const upkeep = new Upkeep(observe);
  const streams = { calls, prefix, replicas, observe };
  const buckets = { ...streams, copies, expires: expiresMessages(connection.version) };
  return {
    keyValue: named((bucket) => upkeep.add(new NatsKeyValue(bucket, buckets))),
    workQueue: named((name) => upkeep.add(new NatsWorkQueue(name, streams))),
    objectStore: named((bucket) => upkeep.add(new NatsObjectStore(bucket, streams))),
    ping: async () => {
      // Who asks for readiness is not to wait for a server that is known to be away.
      await connection.whenUp(performance.now());
      await ping(calls);
    },
    close: async () => {
      upkeep.close();
      copies.close();
      await connection.close();
    },
  };
}

async function ping(calls: Calls): Promise<void> {
  await calls.run('JetStream does not answer', () => calls.manager.getAccountInfo());
}

/** A cluster that starts, or has lost its majority, has servers but no JetStream yet. */
async function jetStreamAnswers(calls: Calls, { observe = () => {}, signal }: NatsOptions): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ping(calls);
    } catch (cause) {
      observe({ kind: 'waiting', message: 'NATS is there, but JetStream does not answer; trying again', cause });
      await delay(pauseBefore(attempt), undefined, { ...(signal && { signal }) }).catch(async () => {
        await calls.connection.close();
        throw new Unavailable('JetStream does not answer', { cause });
      });
    }
  }
}
