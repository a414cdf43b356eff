import { openApiDocument } from '@openfashion/contract';
import { processRoutes } from '@openfashion/telemetry';
import { Router } from 'express';
import type { GatewayContext } from './context.js';

/** Routes for operators and tools: ordinary HTTP, no envelope, no credentials (rule 1.2). */
export function operatorRoutes(context: GatewayContext): Router {
  const router = Router();
  const openApi = JSON.stringify(openApiDocument(), null, 2);
  router.use(processRoutes(context));
  router.get('/openapi.json', (_req, res) => {
    res.type('application/json').send(openApi);
  });
  return router;
}
