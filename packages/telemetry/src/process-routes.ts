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

/** @param process what the process is: `gateway`, `indexer` … */
export function newTold(process: string): Told {
  const [health, metrics] = [createHealth(), createMetrics()];
  metrics.gauges('openfashion_process_info', 'What process this is', ['process'], () => [[{ process }, 1]]);
  // What the process itself is for has its own readiness: here only what others do for it.
  metrics.gauges(
    'openfashion_dependency_up',
    'Whether a store or a model serves this process',
    ['dependency'],
    async () => {
      const states = await health.states();
      return states.flatMap(({ name, kind, well }) =>
        kind === 'purpose' ? [] : [[{ dependency: name }, well ? 1 : 0] as const],
      );
    },
  );
  return { health, metrics };
}

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
