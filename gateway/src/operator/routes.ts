import { openApiDocument } from '@openfashion/contract';
import { Router } from 'express';
import type { GatewayContext } from '../context.js';

/** Routes for operators and tools: ordinary HTTP, no envelope, no credentials (rule 1.2). */
export function operatorRoutes({ health, metrics }: GatewayContext): Router {
  const router = Router();
  const openApi = JSON.stringify(openApiDocument(), null, 2);
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
  router.get('/openapi.json', (_req, res) => {
    res.type('application/json').send(openApi);
  });
  return router;
}
