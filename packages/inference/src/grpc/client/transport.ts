import type { Task } from '../../manifest.js';
import type { Call } from '../../port.js';
import { methodOf } from '../definitions.js';
import type { RequestOf, ResponseOf } from '../wire/index.js';
import type { Channel } from './channel.js';
import { type Attempt, attempt } from './unary.js';

/** How calls of one task reach a replica of its service. */
export interface Transport<Of extends Task> {
  /** One attempt. @param avoid a replica to stay away from, if there is another */
  attempt(request: RequestOf<Of>, call: Call, avoid?: string): Promise<Attempt<ResponseOf<Of>>>;
  /** Begin anew with all connections. */
  renew(): void;
  close(): void;
}

export function transportOver<Of extends Task>(task: Of, channel: Channel): Transport<Of> {
  const method = methodOf(task);
  return {
    // The channel's client changes when it begins anew.
    attempt: (request, call, avoid) => attempt(channel.client, method, request, call, avoid),
    renew: () => channel.renew(),
    close: () => channel.close(),
  };
}
