import { AckPolicy, DeliverPolicy } from '@nats-io/jetstream';
import { createInbox, type Msg, nanos, nuid } from '@nats-io/transport-node';
import { ConnectionLost } from './failures.js';
import { deliveryInfo, isDelivery } from './message.js';
import type { Stream } from './stream.js';

/** A subscription hears from its server at least this often. */
const heartbeat = 1_000;

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
  headersOnly = false,
): Promise<() => void> {
  await stream.ready();
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
  const receive = (error: Error | null, message: Msg) => {
    if (isOver) return;
    silence?.refresh();
    if (error) return breakOff();
    if (!isDelivery(message)) {
      // Both ask for an answer when the server waits for one before it sends more.
      const stalled = message.headers?.get('Nats-Consumer-Stalled');
      if (message.reply) message.respond();
      else if (stalled) nats.publish(stalled);
      if (Number(message.headers?.get('Nats-Last-Consumer') || 0) > delivered) breakOff();
      return;
    }
    const { sequence, delivery, pending } = deliveryInfo(message);
    if (delivery !== delivered + 1) return breakOff();
    delivered = delivery;
    listener.message(message, sequence);
    if (pending === 0) catchUp();
  };

  const stopListening = connection.onChange(breakOff);
  const subscription = nats.subscribe(inbox, { callback: receive });
  try {
    const { num_pending: pending } = await stream.calls.run(`could not follow ${stream.name}`, () =>
      manager.consumers.add(stream.name, {
        name,
        deliver_subject: inbox,
        deliver_policy: DeliverPolicy.LastPerSubject,
        filter_subject: filter,
        ack_policy: AckPolicy.None,
        flow_control: true,
        idle_heartbeat: nanos(heartbeat),
        inactive_threshold: nanos(30_000),
        mem_storage: true,
        num_replicas: 1,
        headers_only: headersOnly,
      }),
    );
    if (!isOver) silence = setTimeout(breakOff, 3 * heartbeat).unref();
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
      subscribe(stream, filter, listener, headersOnly).then((ends) => {
        end = ends;
      }, reject);
    });
  } finally {
    end();
  }
  return messages;
}
