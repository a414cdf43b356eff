import { createServer } from 'node:http';
import express, { Router } from 'express';
import { createHealth, type Health } from './health.js';
import { listen, portOf, reachableAt } from './listen.js';
import { createMetrics, type Metrics } from './metrics.js';
import type { OnStop } from './start-up.js';

/** What a process says of itself. */
export interface Told {
  readonly health: Health;
  readonly metrics: Metrics;
}

export const newTold = (): Told => ({ health: createHealth(), metrics: createMetrics() });

/**
 * What operators ask of every process, without credentials: `/healthz` (alive), `/readyz` (200 when calls should be sent
 * here, else 503; names what is degraded), `/metrics` (Prometheus).
 */
export function processRoutes({ health, metrics }: Told): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'alive' });
  });
  router.get('/readyz', async (_req, res) => {
    const { ready, degraded } = await health.readiness();
    res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', degraded });
  });
  router.get('/metrics', async (_req, res) => {
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}

/**
 * Serve {@link processRoutes} alone: of a process that takes its work elsewhere.
 * @returns where this machine reaches them, e.g. `http://127.0.0.1:8080`
 */
export async function serveOperators(
  at: { readonly host: string; readonly port: number },
  told: Told,
  onStop: OnStop,
): Promise<string> {
  const server = createServer(express().use(processRoutes(told)));
  await listen(server, at);
  onStop('operators', () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://${reachableAt(at.host, portOf(server))}`;
}
