import type { Msg } from '@nats-io/transport-node';

/** What the reply subject of a delivered message tells of it. */
export interface DeliveryInfo {
  /** Sequence in its stream. */
  readonly sequence: number;
  /** Number of this delivery among the consumer's, from 1. */
  readonly delivery: number;
  /** When it was published. */
  readonly time: Date;
  /** Messages that the consumer has still to deliver. */
  readonly pending: number;
}

/** Whether it is a message of a stream; if not, the server says something of its own. Headers need not be read for it. */
export const isDelivery = ({ reply }: Msg): boolean => reply?.startsWith('$JS.ACK.') ?? false;

/**
 * Read `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<pending>`; newer servers put
 * `<domain>.<account>` before the stream and may add a token at the end.
 */
export function deliveryInfo({ reply = '' }: Msg): DeliveryInfo {
  const tokens = reply.split('.');
  const [sequence, delivery, nanoseconds, pending] = tokens.slice(tokens.length === 9 ? 5 : 7).map(Number);
  if (sequence === undefined || delivery === undefined || nanoseconds === undefined || pending === undefined) {
    throw new Error(`${reply} is no reply subject of JetStream`);
  }
  return { sequence, delivery, time: new Date(nanoseconds / 1e6), pending };
}
