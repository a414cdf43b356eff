import { limits, type Milliseconds } from '@openfashion/contract';
import type { SettingName, Settings } from '@openfashion/settings';
import { listen, type OnStop, portOf, reachableAt } from '@openfashion/telemetry';
import { createApp } from './app.js';
import type { GatewayContext } from './context.js';
import { HttpServer } from './http/server.js';

/** What {@link serveGateway} reads of the environment. */
export const gatewaySettings = [
  'host',
  'port',
  'inferenceTimeout',
  'pictureCache',
  'shutdownGrace',
] as const satisfies readonly SettingName[];
export type GatewaySettings = Settings<(typeof gatewaySettings)[number]>;

const MB = 1_048_576;
/** Memory that uploads of requests in flight may hold together. */
const uploadBytes = 256 * MB;

/** What the stores are given for one request, and a client to read its answer. */
const storing: Milliseconds = 10_000;
const reading: Milliseconds = 10_000;

/** How long a request may take that is answered in the end: an upload, then a job's file or a picture and its models. */
export function longestRequest({ inferenceTimeout }: Pick<GatewaySettings, 'inferenceTimeout'>): Milliseconds {
  const { multipart, indexing, pictures } = limits;
  const working = Math.max(indexing.linkMs, pictures.downloadMs + inferenceTimeout);
  return multipart.bodyMs + working + storing + reading;
}

/** How long requests in hand are waited for: to their end, but of the grace period a fifth is left to what closes after them. */
export function patience(config: Pick<GatewaySettings, 'inferenceTimeout' | 'shutdownGrace'>): Milliseconds {
  return Math.min(longestRequest(config), 0.8 * config.shutdownGrace);
}

/** What the gateway works on, beside its settings. */
export type GatewayParts = Omit<GatewayContext, 'inferenceTimeout' | 'pictureCacheBytes' | 'uploadBytes'>;

/** Take requests; resolves to an address at which this machine reaches the server. */
export async function serveGateway(config: GatewaySettings, parts: GatewayParts, onStop: OnStop): Promise<string> {
  const app = createApp({
    ...parts,
    inferenceTimeout: config.inferenceTimeout,
    pictureCacheBytes: config.pictureCache * MB,
    uploadBytes,
  });
  const server = new HttpServer(app);
  await listen(server, config);
  onStop('requests', () => {
    parts.health.stop();
    return server.stop(patience(config));
  });
  const address = `http://${reachableAt(config.host, portOf(server))}`;
  parts.logger.info({ address }, 'listening');
  return address;
}
