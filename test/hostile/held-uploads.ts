import { connect, type Socket } from 'node:net';
import { formType } from './form.js';
import type { HostileWorld } from './row.js';

const uploadBytes = 5 * 1_048_576 - 1_024;

/** Uploads that were begun and are neither ended nor given up. */
export interface HeldUploads extends Disposable {
  /** Answers of those that were refused, once there are so many. */
  refusals(count: number): Promise<readonly string[]>;
}

/** Begin so many uploads of just under 5 MB and leave them open, so that the server holds what has arrived. */
export function holdUploads({ client, service }: HostileWorld, count: number): HeldUploads {
  const { hostname, port } = new URL(client.baseUrl);
  const body = Buffer.alloc(uploadBytes);
  const head = [
    `POST /v2.0/appkeys/${client.appKey}/services/${service}/search HTTP/1.1`,
    'Host: x',
    `Authorization: ${client.secretKey}`,
    `Content-Type: ${formType}`,
    `Content-Length: ${2 * uploadBytes}`,
    '',
    '--hostile\r\nContent-Disposition: form-data; name="imageFile"; filename="a.jpg"\r\n\r\n',
  ].join('\r\n');
  const answers: string[] = [];
  let told = () => {};
  const sockets = Array.from({ length: count }, (): Socket => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => {});
    socket.once('data', (answer) => {
      answers.push(answer.toString());
      told();
    });
    socket.write(head);
    socket.write(body);
    return socket;
  });
  return {
    async refusals(wanted) {
      while (answers.length < wanted) {
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
      return answers;
    },
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
