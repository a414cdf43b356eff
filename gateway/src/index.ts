export { createApp } from './app.js';
export type { GatewayContext } from './context.js';
export { HttpServer } from './http/server.js';
export {
  type GatewayParts,
  type GatewaySettings,
  gatewaySettings,
  longestRequest,
  patience,
  serveGateway,
} from './serve.js';
