export { createApp } from './app.js';
export type { GatewayContext } from './context.js';
export { closeHttpServer, createHttpServer } from './http/server.js';
export { type GatewayParts, type GatewaySettings, gatewaySettings, serveGateway } from './serve.js';
