import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Open connections on which nothing is said, or half a head. */
export async function openIdle(baseUrl: string, count: number): Promise<Disposable> {
  const { hostname, port } = new URL(baseUrl);
  const sockets: Socket[] = [];
  const opened = Array.from({ length: count }, async (_, index) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => {});
    sockets.push(socket);
    await once(socket, 'connect');
    if (index % 2) socket.write('GET /v2.0/appkeys HTTP/1.1\r\nHost: x\r\n');
  });
  await Promise.all(opened);
  return {
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
