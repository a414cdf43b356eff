import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node';

/** As W3C Trace Context calls it, for whoever else looks at messages. */
const name = 'traceparent';

export function traceHeaders(trace: string): MsgHdrs {
  const made = headers();
  made.set(name, trace);
  return made;
}

/** Undefined where a message has none. */
export const traceOf = ({ headers }: Msg): string | undefined => headers?.get(name) || undefined;
