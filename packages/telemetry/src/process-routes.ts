import { Router } from 'express';
import type { Health } from './health.js';
import type { Metrics } from './metrics.js';

/**
 * What operators ask of every process, without credentials: `/healthz` (alive), `/readyz` (200 when calls should be sent
 * here, else 503; names what is degraded), `/metrics` (Prometheus).
 */
export function processRoutes({ health, metrics }: { readonly health: Health; readonly metrics: Metrics }): Router {
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
