import { AckPolicy, DeliverPolicy } from '@nats-io/jetstream';
import { createInbox, type Msg, nanos, nuid } from '@nats-io/transport-node';
import type { Milliseconds } from '@openfashion/contract';
import { ConnectionLost } from './failures.js';
import { deliveryInfo, isDelivery } from './message.js';
import type { Stream } from './stream.js';

/** An idle server lets a subscription hear from it this often. */
const heartbeat: Milliseconds = 1_000;
/** The least that servers take: what is read once should not wait for messages that have gone meanwhile. */
const quickHeartbeat: Milliseconds = 100;
/** A server that is silent for this long is given up. */
const longestSilence: Milliseconds = 3 * heartbeat;

export interface SubscriptionOptions {
  /** Messages come without their data. */
  readonly headersOnly?: boolean;
  readonly heartbeat?: Milliseconds;
}

export interface Listener {
  message(message: Msg, sequence: number): void;
  /** Everything that was there has been given; what comes now is new. */
  caughtUp(): void;
  /** Nothing more will be given: a message was lost, or the server is silent or gone. */
  broken(): void;
}

/**
 * The last message of each subject under a filter, then each new one, in order and without a gap, until it is broken or
 * ended. Resolves to what ends it.
 */
export async function subscribe(
  stream: Stream,
  filter: string,
  listener: Listener,
  options: SubscriptionOptions = {},
): Promise<() => void> {
  const { connection, manager } = stream.calls;
  const { nats } = connection;
  const inbox = createInbox();
  const name = nuid.next();
  let [delivered, isCaughtUp, isOver] = [0, false, false];
  let silence: NodeJS.Timeout | undefined;

  const end = () => {
    if (isOver) return;
    isOver = true;
    clearTimeout(silence);
    stopListening();
    if (nats.isClosed()) return;
    subscription.unsubscribe();
    // One that nobody takes from is removed by the server too, later.
    manager.consumers.delete(stream.name, name).catch(() => {});
  };
  const breakOff = () => {
    if (isOver) return;
    end();
    listener.broken();
  };
  const catchUp = () => {
    if (isCaughtUp) return;
    isCaughtUp = true;
    listener.caughtUp();
  };
  /** What the server says beside messages. */
  const hear = (message: Msg): void => {
    // Both ask for an answer when the server waits for one before it sends more.
    const stalled = message.headers?.get('Nats-Consumer-Stalled');
    if (message.reply) message.respond();
    else if (stalled) nats.publish(stalled);
    else if (Number(message.headers?.get('Nats-Last-Consumer') || 0) > delivered) breakOff();
    // A server that is idle has nothing left, though the last of what there was may have gone before it was sent.
    else catchUp();
  };
  const receive = (error: Error | null, message: Msg) => {
    if (isOver) return;
    silence?.refresh();
    if (error) return breakOff();
    if (!isDelivery(message)) return hear(message);
    const { sequence, delivery, pending } = deliveryInfo(message);
    if (delivery !== delivered + 1) return breakOff();
    delivered = delivery;
    listener.message(message, sequence);
    if (pending === 0) catchUp();
  };

  const stopListening = connection.onChange(breakOff);
  const subscription = nats.subscribe(inbox, { callback: receive });
  try {
    const { num_pending: pending } = await stream.request(`could not follow ${stream.name}`, () =>
      manager.consumers.add(stream.name, {
        name,
        deliver_subject: inbox,
        deliver_policy: DeliverPolicy.LastPerSubject,
        filter_subject: filter,
        ack_policy: AckPolicy.None,
        flow_control: true,
        idle_heartbeat: nanos(options.heartbeat ?? heartbeat),
        inactive_threshold: nanos(30_000),
        mem_storage: true,
        num_replicas: 1,
        headers_only: options.headersOnly ?? false,
      }),
    );
    if (!isOver) silence = setTimeout(breakOff, longestSilence).unref();
    if (pending === 0 && delivered === 0) catchUp();
  } catch (error) {
    end();
    throw error;
  }
  return end;
}

export interface Snapshotted {
  readonly message: Msg;
  readonly sequence: number;
}

/** The last message of each subject under a filter. @throws Unavailable */
export function snapshot(
  stream: Stream,
  filter: string,
  { headersOnly = false } = {},
): Promise<readonly Snapshotted[]> {
  return stream.calls.run(`could not read ${stream.name}`, () => snapshotOnce(stream, filter, headersOnly));
}

async function snapshotOnce(stream: Stream, filter: string, headersOnly: boolean): Promise<readonly Snapshotted[]> {
  const messages: Snapshotted[] = [];
  let end = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      const listener: Listener = {
        message: (message, sequence) => messages.push({ message, sequence }),
        caughtUp: resolve,
        broken: () => reject(new ConnectionLost()),
      };
      subscribe(stream, filter, listener, { headersOnly, heartbeat: quickHeartbeat }).then((ends) => {
        end = ends;
      }, reject);
    });
  } finally {
    end();
  }
  return messages;
}
