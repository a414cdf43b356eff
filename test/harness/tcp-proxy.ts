import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '@openfashion/contract';

/** What becomes of connections, from now on. */
export type Behaviour =
  /** Bytes pass, each chunk after so long. */
  | { readonly delay: Milliseconds }
  /** Connections end with a reset, new ones at once; of an answer, so many bytes pass first. */
  | { readonly resetAfter: number }
  /** Connections stay and nothing passes. */
  | 'hang'
  /** Nobody listens, and connections are cut. */
  | 'refuse';

/** A network between a client and one server, as bad as a test wants it. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Connections that were made through it so far. */
  readonly connections: number;
  /** How many of them it has ended with a reset. */
  readonly broken: number;
  behave(behaviour: Behaviour): Promise<void>;
  /** End the connections that there are with a reset; new ones are as before. */
  cut(): void;
}

export const untroubled: Behaviour = { delay: 0 };

/** @param target port on loopback @param port of its own (default: a free one) */
export async function startTcpProxy(target: number, port = 0): Promise<TcpProxy> {
  let behaviour: Behaviour = untroubled;
  let connections = 0;
  const broken = new Set<Socket>();
  /** Both ends of each connection. */
  const open = new Map<Socket, Socket>();
  const server = createServer((client) => {
    connections++;
    const upstream = connect(target, '127.0.0.1');
    open.set(client, upstream);
    client.on('close', () => open.delete(client));
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.setNoDelay(true);
      // Either end may go at any time: the other goes with it.
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
    const broke = () => void broken.add(client);
    pipe(client, upstream, { behaviour: () => behaviour, isAnswer: false, broke });
    pipe(upstream, client, { behaviour: () => behaviour, isAnswer: true, broke });
  });
  const listen = async (on: number) => {
    server.listen(on, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(port);
  const { port: own } = server.address() as AddressInfo;
  const cut = () => {
    for (const [client, upstream] of open) {
      broken.add(client);
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
  };
  const stop = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    cut();
    await closed;
  };
  return {
    port: own,
    get connections() {
      return connections;
    },
    get broken() {
      return broken.size;
    },
    async behave(next) {
      behaviour = next;
      if (next === 'refuse') await stop();
      else if (!server.listening) await listen(own);
      if (typeof next === 'object' && 'resetAfter' in next && next.resetAfter === 0) cut();
    },
    cut,
    [Symbol.asyncDispose]: stop,
  };
}

/** Pass bytes on, in order, as the behaviour of the moment has it. */
async function pipe(
  from: Socket,
  to: Socket,
  { behaviour, isAnswer, broke }: { behaviour: () => Behaviour; isAnswer: boolean; broke: () => void },
): Promise<void> {
  let passed = 0;
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      const now = behaviour();
      // What arrives while it hangs is lost with the connection.
      if (now === 'hang' || now === 'refuse') continue;
      if ('delay' in now) {
        if (now.delay > 0) await pause(now.delay);
        passed += chunk.length;
        to.write(chunk);
      } else if (isAnswer || now.resetAfter === 0) {
        const rest = Math.max(0, now.resetAfter - passed);
        to.write(chunk.subarray(0, rest), () => to.resetAndDestroy());
        broke();
        return;
      } else {
        to.write(chunk);
      }
    }
    to.end();
  } catch {
    // The connection broke, which its sockets have dealt with.
  }
}
