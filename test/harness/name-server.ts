import { createSocket } from 'node:dgram';
import { decode, encode } from 'dns-packet';

/** A name server on loopback whose answers a test changes. */
export interface NameServer extends AsyncDisposable {
  /** `127.0.0.1:PORT`, as the authority of a `dns://` target. */
  readonly address: string;
  /** From now on the name has these IPv4 addresses; with none it does not exist. They may not be kept (TTL 0). */
  set(name: string, addresses: readonly string[]): void;
  /** Instants (`performance.now()`) at which the addresses of a name were asked for. */
  asked(name: string): readonly number[];
}

export async function startNameServer(): Promise<NameServer> {
  const names = new Map<string, readonly string[]>();
  const asked = new Map<string, number[]>();
  const socket = createSocket('udp4');
  socket.on('message', (message, { port, address }) => {
    const query = decode(message);
    const [question] = query.questions ?? [];
    if (question === undefined) return;
    const addresses = names.get(question.name) ?? [];
    const wanted = question.type === 'A' ? addresses : [];
    if (question.type === 'A') asked.set(question.name, [...(asked.get(question.name) ?? []), performance.now()]);
    const answer = encode({
      type: 'response',
      id: query.id ?? 0,
      // Recursion as the resolver asked for it; 3 is NXDOMAIN.
      flags: 0x0180 | (addresses.length === 0 ? 3 : 0),
      questions: [question],
      answers: wanted.map((data) => ({ type: 'A', name: question.name, ttl: 0, data })),
    });
    socket.send(answer, port, address);
  });
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    set: (name, addresses) => void names.set(name, addresses),
    asked: (name) => asked.get(name) ?? [],
    [Symbol.asyncDispose]: () => new Promise((closed) => socket.close(() => closed())),
  };
}
