import type { SettingName, Settings } from '@openfashion/settings';
import { listen, type OnStop, portOf, reachableAt } from '@openfashion/telemetry';
import { createApp } from './app.js';
import type { GatewayContext } from './context.js';
import { closeHttpServer, createHttpServer } from './http/server.js';

/** What {@link serveGateway} reads of the environment. */
export const gatewaySettings = [
  'host',
  'port',
  'inferenceTimeout',
  'pictureCache',
] as const satisfies readonly SettingName[];
export type GatewaySettings = Settings<(typeof gatewaySettings)[number]>;

const MB = 1_048_576;
/** Memory that uploads of requests in flight may hold together. */
const uploadBytes = 256 * MB;

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
  const server = createHttpServer(app);
  await listen(server, config);
  onStop('requests', () => {
    parts.health.stop();
    return closeHttpServer(server);
  });
  const address = `http://${reachableAt(config.host, portOf(server))}`;
  parts.logger.info({ address }, 'listening');
  return address;
}
